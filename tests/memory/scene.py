"""A running installation, from the opening of a round to its certificate; then the memory of all
its processes is read.

``python -m tests.memory.scene FOLDER`` prints, as JSON, what each process still holds: *certified*
as soon as the certificate is there. As root it gives up what lets root read any process.
"""

from __future__ import annotations

import ctypes
import email
import email.policy
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.settings import ROOT
from portal.store.answers import Ballot, Draft
from portal.store.results import Certificate
from portal.vault import tokens
from tests.factories import ADA, House
from tests.journeys.installation import Installation, Reader, install
from tests.memory import reading

PEOPLE = 12
"""Who submit; another has begun. Of so few no comment is kept at the count."""
PATIENCE = 90
ABOUT = {"q_service": ["children"]}
SUPPORT = {"q_heard": ["disagree"], "q_safe": ["agree"]}
_CAPBSET_DROP = 24
"""From ``linux/prctl.h``."""


def give_up_root() -> None:
    """Be root without what makes root special, as all that is started from here on is."""
    libc = ctypes.CDLL(None)
    for capability in range(64):
        libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)
    environment = {**os.environ, "MEMORY_UNPRIVILEGED": "1"}
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)


@contextmanager
def running(installed: Installation) -> Iterator[list[int]]:
    """Gunicorn and the worker, each changed as ``MEMORY_OFF`` says; their numbers."""
    web = ["-m", "gunicorn", "--config", "tests/memory/serving.py", "--workers", "1", "wsgi:app"]
    worker = ["-m", "tests.memory.working", "job", "work"]
    own = {**installed._environment(), "FLASK_APP": "wsgi.py"}
    with ExitStack() as ending, (installed.folder / "log").open("wb") as log:
        started = [
            subprocess.Popen([sys.executable, *words], cwd=ROOT, env=own, stdout=log, stderr=log)
            for words in (web, worker)
        ]
        for process in started:
            ending.callback(process.wait)
            ending.callback(process.send_signal, signal.SIGTERM)
        until(lambda: _is_heard(installed.port), "the web server is heard")
        yield [process.pid for process in started]


def _is_heard(port: int) -> bool:
    """The worker may be faster than the web server."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(holds: Callable[[], object], what: str) -> None:
    last = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > last:
            sys.exit(f"it never came to this: {what}")
        time.sleep(0.05)


def letters(installed: Installation) -> list[str]:
    """The links in the letters that have come."""
    paths = sorted((installed.folder / "mail" / "spring").glob("*.eml"))
    parsed = (email.message_from_bytes(p.read_bytes(), policy=email.policy.default) for p in paths)
    texts = [str(letter.get_body(("plain",)).get_content()) for letter in parsed]
    return [match[0] for text in texts if (match := re.search(r"/i/[\w-]{22}", text))]


def answer(installed: Installation, link: str, comment: str, *, to_the_end: bool) -> bytes:
    """Answer what a link leads to; returns the resume code."""
    reader = Reader()
    reader.open(f"{installed.address}{link}")
    reader.post({})
    for page, fields in (("about", ABOUT), ("support", SUPPORT), ("support", SUPPORT)):
        reader.open(f"{installed.address}/survey/spring/{page}")
        said = {"q_why": [comment]} if page == "support" else {}
        reader.post({**fields, **said, "go": ["next"]})
    reader.open(f"{installed.address}/survey/spring/later")
    shown = re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", reader.html)
    assert shown, reader.html
    if to_the_end:
        reader.open(f"{installed.address}/survey/spring/check")
        reader.post({}, f"{installed.address}/survey/spring/submit")
    return tokens.resume_code_of(shown[0]) or b""


def needles(links: list[str], comments: list[str], codes: list[bytes]) -> Mapping[str, bytes]:
    """What is to be in no memory, by name; of some people all, since looking takes long."""
    sought = dict[str, bytes]()
    for n, (link, comment, code) in enumerate(zip(links, comments, codes, strict=True)):
        sought[f"comment {n}"] = comment.encode()
        if n % 3 == 1:
            token = tokens.token_of(link.removeprefix("/i/")) or b""
            sought |= {
                f"link {n}": link.removeprefix("/i/").encode(),
                f"ticket {n}": tokens.ticket_of(token),
                f"ticket in a draft {n}": tokens.ticket_of(token).hex().encode(),
                f"code {n}": tokens.resume_text(code).encode(),
            }
    return sought


def play(folder: Path) -> dict[str, list[str]]:
    installed = install(folder / "installed")
    house = House(installed.folder, datetime.now(UTC))
    house.person(ADA)
    house.round()
    house.invite(PEOPLE + 1)
    with running(installed) as started:
        until(lambda: len(letters(installed)) > PEOPLE, "letters have gone out")
        links = letters(installed)
        comments = [f"planted-{os.urandom(12).hex()}" for _ in links]
        texts = [f"{'It is long. ' * 25}{comment}{' It is long.' * 25}" for comment in comments]
        codes = [
            answer(installed, link, text, to_the_end=n < PEOPLE)
            for n, (link, text) in enumerate(zip(links, texts, strict=True))
        ]
        sought = needles(links, comments, codes)
        sought |= {f"ballot {n}": row.key for n, row in enumerate(Ballot.select().limit(3))}
        sought |= {"draft": Draft.get().body[:16]}
        steps.request("spring", "close", ADA, house.now)
        until(lambda: rounds.by_code("spring").state.over, rounds.by_code("spring").problem)
        assert Certificate.get().keys_destroyed
        return {
            f"{'web' if top == started[0] else 'worker'} {pid}": sorted(reading.found(pid, sought))
            for top in started
            for pid in reading.family(top)
        }


def shut(folder: Path) -> dict[str, list[str]]:
    """Wait until no process of an installation as it is shipped can be read; its processes."""
    installed = install(folder / "installed")
    House(installed.folder, datetime.now(UTC))
    with running(installed) as started:
        until(lambda: len(reading.family(started[0])) == 2, "gunicorn has its worker")
        every = [pid for top in started for pid in reading.family(top)]
        until(lambda: all(map(_refused, every)), "they cannot be read")
        return {str(pid): [] for pid in every}


def _refused(pid: int) -> bool:
    try:
        reading.found(pid, {})
    except PermissionError:
        return True
    return False


if __name__ == "__main__":
    if os.geteuid() == 0 and "MEMORY_UNPRIVILEGED" not in os.environ:
        give_up_root()
    part = play if "shut" in os.environ["MEMORY_OFF"].split() else shut
    print(json.dumps(part(Path(sys.argv[1]))))  # noqa: T201
