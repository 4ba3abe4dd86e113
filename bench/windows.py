"""Windows of browsers other than Chromium, driven by the commands of WebDriver (W3C) with what
Debian's packages bring: Firefox takes them from a socket (Marionette), WebKitGTK by HTTP."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.servers import free_port

JSON = {"Content-Type": "application/json"}
SETTLES = 1.5
"""Seconds in which a page has come and its scripts have run."""
LEFT = """
return !window.left?.isConnected && !!document.body && document.readyState === "complete";
"""

HEARD = """
const heard = window.heard ??= [];
for (const kind of heard.on ? [] : ["error", "unhandledrejection", "securitypolicyviolation"])
  addEventListener(kind, e => heard.push(`${kind}: ${e.message ?? e.reason ?? e.blockedURI}`));
heard.on = true;
return heard.splice(0);
"""
"""What a page says from the first time that it is asked."""
CONSOLE = """
const said = Services.console.getMessageArray().map(String);
Services.console.reset();
return said;
"""


class Refused(Exception):
    """What the browser says of a command that it could not carry out."""


class Window(ABC):
    """One window of a browser that remembers nothing, with a folder of its own."""

    needs: Mapping[str, str]
    """The package of each program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[bytes]] = []

    @property
    def version(self) -> str:
        return f"{type(self).__name__} {self.begun['capabilities']['browserVersion']}"

    def start(self) -> None:
        self._launch()
        self.begun = self._ask("NewSession", **self._wanted())

    def size(self, width: int, height: int) -> None:
        self._ask("SetWindowRect", width=width, height=height)

    def open(self, address: str) -> None:
        self._ask("Navigate", url=address)

    def click(self, selector: str) -> None:
        self._ask("ElementClick", id=self._element(selector))

    def write(self, selector: str, text: str) -> None:
        self._ask("ElementSendKeys", id=self._element(selector), text=text)

    def leave(self, selector: str) -> None:
        """Click on what leads to another page, and wait for that."""
        self.run("window.left = document.querySelector('main')")
        self.click(selector)
        self.until(LEFT)
        time.sleep(SETTLES / 5)

    def back(self) -> None:
        """The browser's own button, which may well lead to an error of its own."""
        with contextlib.suppress(Refused):
            self._ask("Back")
        time.sleep(SETTLES)

    def run(self, script: str, *words: object) -> Any:
        return self._ask("ExecuteScript", script=script, args=list(words))

    def until(self, script: str, *words: object) -> bool:
        """Whether the script says yes within ten seconds. Between two pages none can be asked."""
        for _ in range(100):
            with contextlib.suppress(Refused):
                if self.run(script, *words):
                    return True
            time.sleep(0.1)
        return False

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(self._ask("TakeScreenshot", full=False)))

    def close(self) -> None:
        for process in reversed(self.started):
            process.terminate()
            process.wait()

    @abstractmethod
    def console(self) -> list[str]:
        """What the browser has complained of since it was last asked; WebKitGTK tells no more than
        what comes after a page has been asked first."""

    @abstractmethod
    def _launch(self) -> None: ...

    def _wanted(self) -> dict[str, Any]:
        return {}

    @abstractmethod
    def _ask(self, command: str, **parameters: object) -> Any: ...

    def _element(self, selector: str) -> str:
        element = self._ask("FindElement", using="css selector", value=selector)
        return str(next(iter(element.values())))

    def _start(self, *command: str, log: str, **environment: str) -> None:
        with (self.folder / log).open("wb") as out:
            started = subprocess.Popen(
                command, env={**os.environ, **environment}, stdout=out, stderr=out
            )
        self.started.append(started)


class Firefox(Window):
    needs: Mapping[str, str] = {"firefox-esr": "firefox-esr"}

    def _launch(self) -> None:
        port = self.folder / "MarionetteActivePort"
        (self.folder / "user.js").write_text('user_pref("marionette.port", 0);\n')
        ours = ["--headless", "--marionette", "--remote-allow-system-access"]
        self._start("firefox-esr", *ours, "--profile", str(self.folder), log="log")
        while not port.exists() or not port.read_text():
            time.sleep(0.1)
        self._lines = socket.create_connection(("127.0.0.1", int(port.read_text()))).makefile("rwb")
        self._read()

    def size(self, width: int, height: int) -> None:
        self._as_itself("document.documentElement.style.minWidth = 0")  # else 500 pixels
        super().size(width, height)

    def console(self) -> list[str]:
        said = self._as_itself(CONSOLE)
        return [message for message in said if "http://127.0.0.1" in message]

    def _as_itself(self, script: str) -> Any:
        self._ask("Marionette:SetContext", value="chrome")
        told = self.run(script)
        self._ask("Marionette:SetContext", value="content")
        return told

    def _ask(self, command: str, **parameters: object) -> Any:
        name = command if ":" in command else f"WebDriver:{command}"
        message = json.dumps([0, 1, name, parameters]).encode()
        self._lines.write(b"%d:%s" % (len(message), message))
        self._lines.flush()
        _, _, error, answer = self._read()
        if error:
            raise Refused(error["message"])
        return answer.get("value", answer)

    def _read(self) -> Any:
        length = b""  # then a colon, and JSON
        while not length.endswith(b":"):
            length += self._lines.read(1)
        return json.loads(self._lines.read(int(length[:-1])))


class WebKit(Window):
    needs: Mapping[str, str] = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
    display = ":97"
    commands: Mapping[str, tuple[str, str]] = {
        "NewSession": ("POST", ""),
        "SetWindowRect": ("POST", "/window/rect"),
        "Navigate": ("POST", "/url"),
        "Back": ("POST", "/back"),
        "FindElement": ("POST", "/element"),
        "ElementClick": ("POST", "/element/{id}/click"),
        "ElementSendKeys": ("POST", "/element/{id}/value"),
        "ExecuteScript": ("POST", "/execute/sync"),
        "TakeScreenshot": ("GET", "/screenshot"),
    }

    def _launch(self) -> None:
        small = self.folder / "gtk-3.0" / "gtk.css"  # else its own buttons take 447 pixels
        small.parent.mkdir()
        small.write_text(
            "* { padding: 0; margin: 0; min-width: 0; min-height: 0; font-size: 1px; }"
        )
        port = free_port()
        self._root = f"http://127.0.0.1:{port}/session"
        ours = {"DISPLAY": self.display, "XDG_CONFIG_HOME": str(self.folder)}
        ours["WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS"] = "1"  # root cannot have one
        self._start("Xvfb", self.display, "-screen", "0", "1400x1200x24", log="screen")
        time.sleep(SETTLES)
        self._start("WebKitWebDriver", "-p", str(port), log="log", **ours)
        time.sleep(SETTLES)

    def start(self) -> None:
        super().start()
        self._root += f"/{self.begun['sessionId']}"

    def _wanted(self) -> dict[str, Any]:
        browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
        options = {"binary": str(browser), "args": ["--automation"]}
        return {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}

    def console(self) -> list[str]:
        return list(self.run(HEARD))

    def _ask(self, command: str, **parameters: object) -> Any:
        method, path = self.commands[command]
        body = json.dumps(parameters).encode() if method == "POST" else None
        address = self._root + path.format(**parameters)
        try:
            asked = urllib.request.Request(address, body, JSON, method=method)
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            refused = json.load(error)["value"]
            raise Refused(f"{refused['error']}: {refused['message']}") from None


@contextmanager
def window(kind: type[Window]) -> Iterator[Window]:
    missing = {package for name, package in kind.needs.items() if not shutil.which(name)}
    if missing:
        sys.exit(f"Not installed: apt install {' '.join(sorted(missing))}")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        window = kind(Path(folder))
        try:
            window.start()
            yield window
        finally:
            window.close()
