"""What ``posting`` needs of a round: people, answers, a worker that is measured."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from bench import questionnaires, sink
from portal.calendar.schedule import Schedule
from portal.services.organisations import register as organisations
from portal.services.people import importing
from portal.services.rounds import planning
from portal.services.rounds.plans import Plan
from portal.settings import ROOT
from portal.store import db as store
from portal.store.answers import Ticket
from portal.store.db import db
from portal.store.people import Invitation
from portal.survey.file.parsing import parse
from portal.vault import tokens
from portal.vault.keys import KeyFolder

CODE = "spring"
PER_ORGANISATION = 1_000


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PORTAL_INSTANCE": str(folder / "instance"),
        "SMTP_URL": f"smtp://127.0.0.1:{port}",
        "LETTERS_A_MINUTE": "0",
    }


def prepare(folder: Path, people: int, opens: datetime, days: Sequence[timedelta]) -> set[str]:
    """A round that opens, reminds and closes after these days; the addresses it invites."""
    store.init(folder / "instance" / "portal.sqlite")
    store.upgrade()
    codes = [f"org-{number}" for number in range(max(1, people // PER_ORGANISATION))]
    listed = [
        {"code": c, "name": f"Council {c}", "type": "county", "region": "North", "domains": ""}
        for c in codes
    ]
    organisations.put(list(enumerate(listed, 2)), "bench", opens)
    plan = Plan(
        code=CODE,
        title="Spring check",
        questionnaire=parse(questionnaires.text("short")),
        schedule=Schedule(opens, opens + days[-1], tuple(opens + day for day in days[1:-1])),
        retain_until=(opens + timedelta(days=900)).date(),
    )
    planning.create(plan, "bench", opens)
    rows = [
        {"organisation": codes[n % len(codes)], "email": f"person{n}@council.example.org"}
        for n in range(people)
    ]
    importing.put(CODE, list(enumerate(rows, 2)), "bench", opens)
    db.close()
    return {row["email"] for row in rows}


def submit(addresses: Sequence[str], folder: Path) -> set[str]:
    """These people have answered, as far as letters are concerned: their tickets are spent."""
    keys, chosen = KeyFolder(folder / "instance" / "keys"), set(addresses)
    with db.atomic():
        for row in Invitation.select():
            if row.email in chosen:
                link_key = keys.link_key(row.round_id)
                assert link_key
                ticket = tokens.ticket_of(tokens.invitation_token(link_key, row.id, row.minted))
                Ticket.update(state="spent").where(Ticket.ticket == ticket).execute()
    db.close()
    return chosen


def throughput(folder: Path, people: int, opens: datetime) -> str:
    """Invite and remind so many people with one worker, and see what that takes."""
    prepare(folder, people, opens, [timedelta(days=day) for day in (0, 7, 21)])
    said = [f"{people:,} invitations:"]
    with sink.running(folder / "letters.txt") as port:
        for what, day in (("opening", 0), ("reminder", 7)):
            began = time.monotonic()
            memory, worked = _pass(folder, port, opens + timedelta(days=day))
            took = time.monotonic() - began
            said.append(
                f"{what} {took:.1f} s, {people / took:.0f} letters/s, {memory:.0f} MB,"
                f" {1000 * worked / people:.2f} ms of processor time a letter;"
            )
    sent = len(sink.letters(folder / "letters.txt"))
    return " ".join([*said, f"{sent:,} letters arrived"])


def _pass(folder: Path, port: int, now: datetime) -> tuple[float, float]:
    """All that is due in one process: the most memory that it held, in megabytes, and the processor
    time that it took, in seconds."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi.py", "job", "run"]
    process = subprocess.Popen(
        [*command, "--now", now.isoformat()],
        cwd=ROOT,
        env=os.environ | environment(folder, port),
        stdout=subprocess.DEVNULL,
    )
    ended, most = 0, 0.0
    while not ended:
        most = max(most, _peak(process.pid))
        time.sleep(0.05)
        ended, status, used = os.wait4(process.pid, os.WNOHANG)
    process.returncode = status
    if status:
        raise SystemExit("the worker failed")
    return most, used.ru_utime + used.ru_stime


def _peak(pid: int) -> float:
    """Megabytes. Not ``ru_maxrss``, which begins with what the process that started it held."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"^VmHWM:\s*(\d+) kB", status, re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0
