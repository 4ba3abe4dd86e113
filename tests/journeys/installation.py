"""An installation as an operator runs it: commands and a web server in processes of their own, and
people who reach it over the network with nothing but HTTP."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

from portal import create_app
from portal.settings import load
from portal.store.db import db
from tests.factories import token_in
from tests.journeys.site import ROOT

PATIENCE = 30
"""Seconds until a server that does not answer counts as dead."""


def said(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """What a command of flask's said; it must succeed."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi.py", *words]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def carry_out(commands: Iterable[Sequence[str]], environment: Mapping[str, str]) -> None:
    """The same without a process for each, for what only prepares the scene."""
    app = create_app(load(environment))
    with app.app_context():
        for words in commands:
            done = app.test_cli_runner().invoke(args=words, catch_exceptions=False)
            assert done.exit_code == 0, done.output
    db.close()


@dataclass(frozen=True)
class Installation:
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def flask(self, *words: str) -> str:
        return said(words, self._environment())

    def prepare(self, *commands: Sequence[str]) -> None:
        carry_out(commands, self._environment())

    @contextmanager
    def served(self) -> Iterator[None]:
        """While gunicorn runs, with the configuration that we ship."""
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
        with (self.folder / "web.log").open("wb") as log:
            web = subprocess.Popen(
                [*command, "wsgi:app"], cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        try:
            self._wait(web)
            yield
        finally:
            web.terminate()
            web.wait(PATIENCE)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """While the worker runs."""
        command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "job", "work"]
        with (self.folder / "worker.log").open("wb") as log:
            worker = subprocess.Popen(
                command, cwd=ROOT, env=self._environment(), stdout=log, stderr=log
            )
        try:
            yield
        finally:
            worker.terminate()
            worker.wait(PATIENCE)

    def _wait(self, web: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and web.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / "web.log").read_text())

    def _environment(self) -> dict[str, str]:
        own = {
            "PORTAL_INSTANCE": str(self.folder),
            "PORTAL_BIND": f"127.0.0.1:{self.port}",
            "PORTAL_BASE_URL": self.address,
        }
        return {**os.environ, **own}


def install(folder: Path) -> Installation:
    """A new installation on a port that is free now, without a database yet."""
    folder.mkdir()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Installation(folder, probe.getsockname()[1])


@dataclass
class Reader:
    """A browser without scripts, cut down to what a form needs. ``html`` is the page in it."""

    html: str = ""
    path: str = ""
    opener: OpenerDirector = field(
        default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar()))
    )
    address: str = ""

    def open(self, address: str) -> None:
        self._take(address, None)

    def post(self, fields: Mapping[str, Sequence[str]], action: str = "") -> None:
        """Send the page's form, to itself unless it says where."""
        form = {"csrf_token": [token_in(self.html)], **fields}
        if seen := re.search(r'name="seen" value="([^"]+)"', self.html):
            form["seen"] = [seen[1]]
        self._take(action or self.address, urlencode(form, doseq=True).encode())

    @property
    def fields(self) -> set[str]:
        """The names of the questions' fields on the page."""
        return set(re.findall(r' name="(q_\w+)"', self.html))

    def _take(self, address: str, body: bytes | None) -> None:
        with self.opener.open(address, body, timeout=PATIENCE) as answer:
            self.html = answer.read().decode()
            self.address = answer.url
            self.path = urlsplit(answer.url).path
