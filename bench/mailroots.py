"""Debian's mail servers, each in a folder of its own that is its whole system: nothing is
installed, and nothing leaves the machine.

The packages cannot be installed side by side, have their paths and users built in, and want to be
root. So each is unpacked into a folder, with the libraries that it needs, and run with that folder
as its root (``chroot``), on a port of loopback, with the settings of Debian and no way to deliver.
"""

from __future__ import annotations

import os
import shutil
import socket
import stat
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20.0
"""Seconds in which a server must answer."""
USERS = {"postfix": 901, "Debian-exim": 902, "opensmtpd": 903, "opensmtpq": 904, "nobody": 65534}
GROUPS = {**USERS, "postdrop": 905, "mail": 8}


@dataclass(frozen=True, slots=True)
class Server:
    """``files``: what is written into the folder before it starts, by path; ``folders``: what it
    needs, with owner and mode."""

    packages: tuple[str, ...]
    command: tuple[str, ...]
    files: Mapping[str, str]
    folders: Mapping[str, tuple[str, str, int]]


def unpacked(server: Server, downloads: Path, root: Path) -> None:
    """Make a folder that a server can run in. Raises ``CalledProcessError`` if Debian's archive
    cannot be reached."""
    downloads.mkdir(exist_ok=True)
    for package in server.packages:
        if not list(downloads.glob(f"{package}_*.deb")):
            get = ["apt-get", "download", "-q", package]
            subprocess.run(get, cwd=downloads, check=True, capture_output=True)
        [file] = downloads.glob(f"{package}_*.deb")
        subprocess.run(["dpkg", "-x", str(file), str(root)], check=True)
    _copy_libraries(root)
    (root / "etc" / "passwd").write_text(
        _lines("root:x:0:0::/:/bin/sh", USERS, "{0}:x:{1}:{1}::/:")
    )
    (root / "etc" / "group").write_text(_lines("root:x:0:", GROUPS, "{0}:x:{1}:"))
    (root / "etc" / "hosts").write_text("127.0.0.1 localhost mx.example.org\n")
    (root / "etc" / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:1\n")
    for name, minor in (("null", 3), ("zero", 5), ("urandom", 9), ("random", 8)):
        path = root / "dev" / name
        path.parent.mkdir(exist_ok=True)
        os.mknod(path, 0o666 | stat.S_IFCHR, os.makedev(1, minor))
        path.chmod(0o666)
    (root / "tmp").mkdir(exist_ok=True)
    (root / "tmp").chmod(0o1777)


@contextmanager
def running(server: Server, root: Path, port: int) -> Iterator[None]:
    """Serve on this port of loopback until the block ends."""
    for name, (owner, group, mode) in server.folders.items():
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, USERS.get(owner, 0), GROUPS.get(group, 0))
        folder.chmod(mode)
    for name, text in server.files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("PORT", str(port)))
    with (root / "said").open("wb") as said:
        process = subprocess.Popen(
            ["chroot", str(root), *server.command],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
        try:
            _wait(process, port, root / "said")
            yield
        finally:
            process.terminate()
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()


def _copy_libraries(root: Path) -> None:
    """Put what its programs are linked to where they look for it."""
    own = [folder for folder in root.rglob("*") if folder.is_dir() and list(folder.glob("*.so*"))]
    path = ":".join(map(str, own))
    for program in (p for p in root.rglob("*") if p.is_file() and os.access(p, os.X_OK)):
        listed = subprocess.run(
            ["ldd", str(program)], env=os.environ | {"LD_LIBRARY_PATH": path},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        for library in _named(listed.stdout.splitlines()):
            there = root / library.relative_to("/")
            if not library.is_relative_to(root) and not there.exists():
                there.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(library, there)


def _named(lines: Iterable[str]) -> Iterator[Path]:
    for line in lines:
        words = [word for word in line.split() if word.startswith("/")]
        yield from map(Path, words[:1])


def _lines(first: str, of: Mapping[str, int], form: str) -> str:
    return "\n".join([first, *(form.format(name, number) for name, number in of.items()), ""])


def _wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), 1.0) as line:
                line.settimeout(5.0)
                if line.recv(4).startswith(b"220"):
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"the mail server does not answer: {said.read_text(errors='replace')}")
