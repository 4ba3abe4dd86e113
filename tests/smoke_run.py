"""A smoke of `make run`: in a copy of the checkout, on an empty folder, as somebody new would.

Waits for the practitioner's link and the administrator's, opens both, asks /healthz, and starts
once more. Exit status 0 or a sentence.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 90
"""Seconds from a bare checkout to a link that can be answered."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder) / "checkout"
        copy(checkout)
        started = time.monotonic()
        with running(checkout) as output:
            link = wait_for(output, r"http://\S+/i/[\w-]{22}")
            took = time.monotonic() - started
            assert "Start now" in get(link), "the practitioner's link does not show the survey"
            staff = wait_for(output, r"http://\S+/staff/enter/[\w-]{22}")
            assert "ada@example.org" in get(staff), "the administrator's link does not sign in"
            wait_for_health(link)
        with running(checkout) as output:
            wait_for(output, r"sign-in link: `flask staff sign-in-link ada@example\.org`")
    print(f"make run: a link that can be answered after {took:.0f} seconds")


def copy(checkout: Path) -> None:
    """What git tracks or would track, as it is in the working tree."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, checkout / name)


class running:  # noqa: N801 - a context, read as a word
    """`make run` in the checkout, on a free port; its output line by line."""

    def __init__(self, checkout: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        clean = {
            k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "MAKE", "MFLAGS"))
        }
        self.process = subprocess.Popen(
            ["make", "run"],
            cwd=checkout,
            env={**clean, "PORTAL_BIND": f"127.0.0.1:{port}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def __enter__(self) -> subprocess.Popen[str]:
        return self.process

    def __exit__(self, *_: object) -> None:
        """Until all of them have let go of the output: they write into the checkout until then."""
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.communicate(timeout=30)


def wait_for(process: subprocess.Popen[str], wanted: str) -> str:
    signal.alarm(PATIENCE)
    assert process.stdout
    seen = []
    for line in process.stdout:
        seen.append(line)
        if found := re.search(wanted, line):
            signal.alarm(0)
            return found[0]
    sys.exit(f"make run ended without {wanted}:\n" + "".join(seen))


def wait_for_health(link: str) -> None:
    address = link.split("/i/")[0] + "/healthz"
    for _ in range(50):
        try:
            get(address)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit("/healthz does not say that all is well")


def get(address: str) -> str:
    for attempt in range(20):
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except (ConnectionError, urllib.error.URLError):
            if attempt == 19:
                raise
            time.sleep(0.5)
    return ""


if __name__ == "__main__":
    main()
