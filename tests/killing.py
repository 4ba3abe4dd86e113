"""A task done in children that are killed (SIGKILL) one step later each time, till one survives.

A step is what changes what is on the disk, or is about to: an SQL statement, or an operation on a
file of the key folder or a letter. In a transaction, of which a death leaves nothing wherever it
comes, several statements of one kind are one step. Every child works on a copy of the installation
of its own, in which it leaves what it had done.

Run as ``python -m tests.killing TASK FOLDER``, in a process without threads, since it forks.
"""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from portal.post import mail_folder
from portal.services.questionnaires import frozen
from portal.settings import ROOT
from portal.store.db import db
from portal.worker import passes
from tests import made_once
from tests.factories import NOW, House, token_in

ON_FILES = {"open", "os.link", "os.mkdir", "os.remove", "os.rename"}
"""Audit events of the interpreter (PEP 578); the path comes first."""
CODE = "code.txt"
"""Where ``submit`` finds the resume code."""


def each_step(task: str, folder: Path) -> list[Path]:
    """The copies of an installation, each with what one child left; the last one survived."""
    db.close()
    command = [sys.executable, "-m", "tests.killing", task, str(folder)]
    subprocess.run(command, check=True, cwd=ROOT, timeout=300)
    return sorted(folder.parent.glob(f"{task}-*"))


def end(folder: Path, mortal: Callable[[], None]) -> None:
    """One pass of the worker after the round's closing time."""
    house = House(folder, NOW)
    mortal()
    house.work(days=8)


def send(folder: Path, mortal: Callable[[], None], now: datetime = NOW) -> None:
    """One pass of the worker in which a round opens and letters go out."""
    house = House(folder, now)
    into_mail = partial(mail_folder.into_folder, folder / "mail", sender="health-check@example.org")
    mortal()
    passes.run(replace(house.tools, deliver=into_mail), now)


def guide(folder: Path, mortal: Callable[[], None]) -> None:
    """One pass of the worker on the next morning, when letters to PSWs go out."""
    send(folder, mortal, NOW + timedelta(days=1))


def grant(folder: Path, mortal: Callable[[], None]) -> None:
    """The step of the worker in which what was asked for an open round is granted."""
    house = House(folder, NOW)
    mortal()
    passes.keep(house.tools, NOW)


def open_(folder: Path, mortal: Callable[[], None]) -> None:
    """The step of the worker in which a round opens."""
    house = House(folder, NOW)
    mortal()
    passes.open_rounds(house.tools, NOW)


def submit(folder: Path, mortal: Callable[[], None]) -> None:
    """A person presses the last button."""
    client = House(folder, NOW).client()
    client.set_cookie("answers-spring", (folder / CODE).read_text())
    token = token_in(client.get("/survey/spring/check").get_data(as_text=True))
    mortal()
    client.post("/survey/spring/submit", data={"csrf_token": token})


TASKS: dict[str, Callable[[Path, Callable[[], None]], None]] = {
    "end": end,
    "grant": grant,
    "guide": guide,
    "open": open_,
    "send": send,
    "submit": submit,
}


def warm_up(task: str, folder: Path) -> None:
    """Do it once in full, elsewhere, so that no child has to load modules for itself; but each
    has to read the questionnaire, which is a step."""
    made_once.keep()
    with TemporaryDirectory() as elsewhere:
        copy = Path(elsewhere) / "copy"
        shutil.copytree(folder, copy)
        TASKS[task](copy, lambda: None)
        db.close()
    frozen.load.cache_clear()


def survives(task: str, folder: Path, steps: int) -> bool:
    """Whether the task was over before its child was to die."""
    child = os.fork()
    if not child:
        TASKS[task](folder, lambda: _die_after(steps, folder))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        return False
    if status:
        raise SystemExit(f"{task} failed by itself at step {steps}")
    return True


def _die_after(steps: int, folder: Path) -> None:
    left = itertools.count(steps - 1, -1)
    places = tuple(str(folder / name) for name in ("keys", "mail"))

    def step(*_: object) -> None:
        if next(left) == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_event(event: str, args: tuple[object, ...]) -> None:
        if event in ON_FILES and str(args[0]).startswith(places):
            step()

    connection, kinds = db.connection(), [""]

    def on_statement(statement: str) -> None:
        kinds.append(statement.split()[0])
        repeated = connection.in_transaction and kinds[-1] == kinds[-2]
        if kinds[-1] != "SELECT" and not repeated:
            step()

    connection.set_trace_callback(on_statement)
    sys.addaudithook(on_event)


def main(task: str, folder: Path) -> None:
    warm_up(task, folder)
    for steps in itertools.count(1):
        copy = folder.with_name(f"{task}-{steps:03}")
        shutil.copytree(folder, copy)
        if survives(task, copy, steps):
            return


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
