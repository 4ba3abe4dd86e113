"""What is not usable stops the start, with one sentence and no trace of the program's insides."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings import ROOT
from portal.store import db as store
from portal.store.db import db

FLASK = ["-m", "flask", "--app", "wsgi.py", "job", "run"]
GUNICORN = ["-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "wsgi:app"]


def start(command: list[str], instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    own = {"PORTAL_INSTANCE": str(instance), "PORTAL_BIND": "127.0.0.1:9", **settings}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=30,
    )


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    """An installation with a database."""
    store.init(tmp_path / "portal.sqlite")
    store.upgrade()
    db.close()
    return tmp_path


@pytest.mark.parametrize("command", [FLASK, GUNICORN], ids=["flask", "gunicorn"])
@pytest.mark.parametrize("fault", ["setting", "file", "database", "folder", "key", "secret"])
def test_what_is_not_usable_stops_the_start_in_one_sentence(
    instance: Path, command: list[str], fault: str
) -> None:
    settings = {"PORTAL_BASE_URL": "health-check"} if fault == "setting" else {}
    sentence = _break(instance, fault)
    done = start(command, instance, **settings)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert sentence in done.stderr


def _break(instance: Path, fault: str) -> str:
    """Break one thing of an installation; what is to be said of it."""
    worker = instance / "keys" / "worker"
    worker.mkdir(parents=True, mode=0o700)
    (instance / "keys").chmod(0o700)
    match fault:
        case "setting":
            return "PORTAL_BASE_URL must be like"
        case "file":
            (instance / "settings.toml").write_text('colour = "blue"')
            return "unknown setting “colour”"
        case "database":
            (instance / "portal.sqlite").unlink()
            return "run `flask db upgrade` first"
        case "folder":
            worker.chmod(0o750)
            return "set its mode to 700"
        case "key":
            key = worker / f"{'0' * 32}.round"
            key.write_bytes(b"short")
            key.chmod(0o600)
            return "must be 32 bytes, not 5"
        case _:
            secret = instance / "keys" / "web.secret"
            secret.write_bytes(b"short")
            secret.chmod(0o600)
            return "must be at least 32 random bytes"
