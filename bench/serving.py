"""The portal's web server as we ship it, in a group of processes that can be killed at once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.servers import ROOT, Server, free_port

STARTS_WITHIN = 30
"""Seconds after which a server that cannot be reached counts as dead."""


class Web:
    """``environment`` goes for commands of the same installation too."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "web.log"
        self.environment = {
            "PORTAL_INSTANCE": str(folder / "instance"),
            "PORTAL_BIND": f"127.0.0.1:{self.port}",
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns once it can be reached; what comes before a worker is ready waits in line."""
        gunicorn = str(Path(sys.executable).parent / "gunicorn")
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [gunicorn, "--config", "deploy/gunicorn.conf.py", "wsgi:app"],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        for _ in range(STARTS_WITHIN * 50):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        sys.exit(f"The web server did not start:\n{self.log.read_text()}")

    def kill(self) -> None:
        """SIGKILL to the master and its workers."""
        self._end(lambda process: os.killpg(process.pid, signal.SIGKILL))

    def stop(self) -> None:
        self._end(lambda process: process.terminate())

    def _end(self, how: Callable[[subprocess.Popen[bytes]], None]) -> None:
        if self._process is not None:
            how(self._process)
            self._process.wait(STARTS_WITHIN)
            self._process = None

    def measured(self) -> Server:
        """What it costs the machine just now."""
        assert self._process is not None
        return Server("portal", self.port, self._process.pid, iter(()))

    def tracebacks(self) -> int:
        return self.log.read_text(errors="replace").count("Traceback")
