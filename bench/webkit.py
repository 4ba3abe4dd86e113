"""WebKitGTK, driven by what its package `webkit2gtk-driver` brings, on a screen of its own."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.servers import free_port

NEEDS = ("WebKitWebDriver", "Xvfb")
DISPLAY = ":97"
SETTLES = 1.5
"""Seconds in which a page has come and its scripts have run."""


class WebKit:
    """One window."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"
        browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        options = {"binary": str(browser), "args": ["--automation"]}
        wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
        begun = self._ask("POST", "/session", {"capabilities": wanted})
        self.version = begun["capabilities"]["browserVersion"]
        self._root += f"/session/{begun['sessionId']}"

    def open(self, address: str) -> None:
        self._ask("POST", "/url", {"url": address})

    def click(self, selector: str) -> None:
        found = self._ask("POST", "/element", {"using": "css selector", "value": selector})
        self._ask("POST", f"/element/{next(iter(found.values()))}/click", {})
        time.sleep(SETTLES)

    def back(self) -> None:
        """The browser's own button, which may well lead to an error of its own."""
        try:
            self._ask("POST", "/back", {})
        except urllib.error.HTTPError as error:
            error.close()
        time.sleep(SETTLES)

    def run(self, script: str) -> Any:
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def close(self) -> None:
        self._ask("DELETE", "")

    def _ask(self, method: str, path: str, content: object = None) -> Any:
        body = None if content is None else json.dumps(content).encode()
        headers = {"Content-Type": "application/json"}
        asked = urllib.request.Request(self._root + path, body, headers, method=method)
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return json.load(answer)["value"]


@contextmanager
def window() -> Iterator[WebKit]:
    if missing := [name for name in NEEDS if not shutil.which(name)]:
        sys.exit(f"Not installed: {', '.join(missing)} (packages webkit2gtk-driver and xvfb)")
    port = free_port()
    # as root there is no sandbox to be had
    ours = {"DISPLAY": DISPLAY, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
    screen = _started(["Xvfb", DISPLAY, "-screen", "0", "1000x1000x24"], {})
    driver = _started(["WebKitWebDriver", "-p", str(port)], ours)
    try:
        webkit = WebKit(port)
        yield webkit
        webkit.close()
    finally:
        driver.terminate()
        screen.terminate()


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    started = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(SETTLES)
    return started
