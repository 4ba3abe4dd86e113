"""Every command, as people run it: in this process, and in one of its own where that matters."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from portal import create_app
from portal.calendar.london import london_day
from portal.settings import ROOT, load
from portal.store.db import db
from tests.factories import SMALL, WITH_FACTS

PEOPLE = "organisation,email,name\n" + "".join(
    f"northshire,remi{n}@northshire.example.org,Remi {n}\n" for n in range(1, 13)
)
ORGANISATIONS = (
    "code,name,type,region,domains\n"
    'northshire,"Northshire County Council",shire county,East Midlands,northshire.example.org\n'
    "southborough,London Borough of Southborough,London borough,London,\n"
)


@dataclass
class Shell:
    """A folder with files to work on and an installation of its own."""

    folder: Path
    environment: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        instance = {"PORTAL_INSTANCE": str(self.folder / "instance"), "FLASK_APP": "wsgi.py"}
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **instance}
        (self.folder / "small.md").write_text(SMALL)
        (self.folder / "people.csv").write_text(PEOPLE)
        (self.folder / "organisations.csv").write_text(ORGANISATIONS)

    def file(self, name: str) -> str:
        return str(self.folder / name)

    def run(self, *arguments: str) -> Result:
        """What ``flask`` does, without starting it; like there, the application is a new one."""
        app = create_app(load(self.environment))
        with app.app_context():
            done: Result = app.test_cli_runner().invoke(args=arguments)
        db.close()
        return done

    def start(self, *arguments: str) -> tuple[int, str, str]:
        """``flask`` itself: exit status, standard output and standard error."""
        command = [sys.executable, "-m", "flask", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    def says(self, *arguments: str) -> str:
        """What a command that succeeds prints."""
        done = self.run(*arguments)
        assert (done.exit_code, done.stderr) == (0, ""), (arguments, done.stderr, done.exception)
        return done.stdout

    def refuses(self, *arguments: str) -> str:
        """The one sentence of a command that fails."""
        done = self.run(*arguments)
        assert done.exit_code == 1, (arguments, done.stderr, done.exception)
        assert len(done.stderr.splitlines()) == 1, done.stderr
        return done.stderr

    def state(self) -> dict[str, object]:
        return dict(json.loads(self.says("round", "status", "spring", "--json")))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def ready(shell: Shell) -> Shell:
    """With a database and both organisations."""
    shell.says("db", "upgrade")
    shell.says("organisation", "import", shell.file("organisations.csv"))
    return shell


def create(shell: Shell, *more: str, opens: timedelta = timedelta(hours=-1)) -> Sequence[str]:
    """The arguments that make the round spring."""
    start = (datetime.now(UTC) + opens).replace(microsecond=0)
    end = start + timedelta(days=7)
    times = ("--opens", start.isoformat(), "--closes", end.isoformat())
    plan = ("--questionnaire", shell.file("small.md"), "--title", "Spring check")
    more = ("--keep-responses", *more)
    return ("round", "create", "spring", *plan, *times, *more)


def test_the_database_is_brought_up_to_date_once(shell: Shell) -> None:
    status, said, fault = shell.start("db", "upgrade")
    assert (status, "0001" in said, fault) == (0, True, "")
    assert shell.start("db", "upgrade") == (0, "nothing to do\n", "")
    assert shell.says("db", "upgrade") == "nothing to do\n"


def test_a_command_of_its_own_process_ends_as_one_here_does(ready: Shell) -> None:
    ready.says(*create(ready))
    ready.says("invitation", "import", "spring", ready.file("people.csv"))
    status, said, fault = ready.start("job", "run")
    assert (status, "12 letters" in said, fault) == (0, True, "")
    command = ("round", "status", "autumn")
    assert ready.start(*command) == (1, "", ready.refuses(*command))


@pytest.mark.parametrize(
    "command",
    [
        ("round", "status", "spring"),
        ("job", "run"),
        ("job", "work"),
        ("demo",),
        ("export", "spring", "--out", "out"),
        ("organisation", "import", "organisations.csv"),
        ("invitation", "reissue", "spring", "remi@example.org"),
    ],
    ids=" ".join,
)
def test_a_database_that_is_not_up_to_date_stops_a_command(
    shell: Shell, command: Sequence[str]
) -> None:
    assert "flask db upgrade" in shell.refuses(*command)


def test_a_bad_setting_stops_a_command_with_one_sentence(shell: Shell) -> None:
    shell.environment["PORTAL_BASE_URL"] = "health-check"
    status, said, fault = shell.start("db", "upgrade")
    assert (status, said, len(fault.splitlines())) == (1, "", 1)
    assert "PORTAL_BASE_URL" in fault


def test_a_key_folder_open_to_others_stops_a_command(ready: Shell) -> None:
    (ready.folder / "instance" / "keys").chmod(0o755)
    status, said, fault = ready.start("job", "run")
    assert (status, said, len(fault.splitlines())) == (1, "", 1)
    assert "open to other users" in fault


def test_a_whole_round_by_commands_alone(ready: Shell, tmp_path: Path) -> None:
    assert "round spring opens on" in ready.says(*create(ready))
    people = ready.file("people.csv")
    assert ready.says("invitation", "import", "spring", people).startswith("12 invited")
    assert "12 letters" in ready.says("job", "run")
    assert len(list((tmp_path / "instance" / "mail").rglob("*.eml"))) == 12
    assert (ready.state()["state"], ready.state()["invited_by_name"]) == ("open", 12)
    ready.says("invitation", "reissue", "spring", "remi1@northshire.example.org")
    assert "dealt with 1 letters" in ready.says("job", "run")
    assert "(fewer than 5 of 12 invited by name)" in ready.says("round", "status", "spring")
    assert "counted round spring" in ready.says("round", "close", "spring")
    assert ready.state()["state"] == "counted"
    assert "no answers, or too few to be kept" in ready.says("round", "status", "spring")
    assert ready.says("round", "count", "spring") == "round spring is counted\n"
    out = tmp_path / "out"
    ready.says("export", "spring", "--out", str(out), "--reason", "To see what is in it")
    day = london_day(datetime.now(UTC))
    assert {path.name for path in out.iterdir()} == {
        f"spring_{name}_{day}.csv" for name in ("responses", "comments", "withheld", "codebook")
    }


def test_a_round_can_be_opened_early_and_extended(ready: Shell) -> None:
    ready.says(*create(ready, "--reminder", _in_days(5), opens=timedelta(days=1)))
    assert ready.state()["state"] == "scheduled"
    said = ready.says("round", "open", "spring")
    assert "opened round spring" in said
    assert said.endswith("round spring is open\n")
    until = _in_days(30)
    assert "spring now closes on" in ready.says("round", "extend", "spring", "--closes", until)
    assert ready.state()["closes"] == until


def _in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).replace(microsecond=0).isoformat()


def test_a_round_of_one_organisation_has_only_that(ready: Shell) -> None:
    ready.says(*create(ready, "--organisations", "southborough", "--threshold", "12"))
    assert [each["code"] for each in ready.state()["organisations"]] == ["southborough"]  # type: ignore[index, attr-defined]


def test_slips_are_written_once_to_a_private_file(ready: Shell, tmp_path: Path) -> None:
    ready.says(*create(ready))
    out = tmp_path / "slips.csv"
    order = ("invitation", "slips", "spring", "--organisation", "northshire", "--count", "3")
    ready.says(*order, "--out", str(out))
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert len({row["link"] for row in rows}) == 3
    assert rows[0]["link"].startswith("http://127.0.0.1:8000/i/")
    assert out.stat().st_mode & 0o077 == 0
    assert "is there already" in ready.refuses(*order, "--out", str(out))
    assert ready.state()["slips_made"] == 3


def test_an_open_link_is_printed_and_stays_the_same(ready: Shell) -> None:
    ready.says(*create(ready))
    order = ("invitation", "open-link", "spring", "--organisation", "northshire")
    first = ready.says(*order)
    assert first.startswith("http://127.0.0.1:8000/o/")
    assert ready.says(*order) == first


def test_an_open_link_is_replaced_or_withdrawn(ready: Shell) -> None:
    ready.says(*create(ready))
    order = ("invitation", "open-link", "spring", "--organisation", "northshire")
    first = ready.says(*order)
    second = ready.says(*order, "--renew")
    assert second != first and second.startswith("http://127.0.0.1:8000/o/")
    assert ready.says(*order) == second
    assert ready.says(*order, "--withdraw") == "the link is withdrawn\n"
    for verb in ("--renew", "--withdraw"):
        assert "no link to forward" in ready.refuses(*order, verb)
    assert ready.says(*order) not in (first, second)


def test_the_worker_can_be_told_the_time(ready: Shell) -> None:
    ready.says(*create(ready, opens=timedelta(days=2)))
    assert ready.says("job", "run") == "nothing was due\n"
    assert "opened round spring" in ready.says("job", "run", "--now", _in_days(3))


def test_a_list_of_nobody_says_so(shell: Shell) -> None:
    shell.says("db", "upgrade")
    assert shell.says("staff", "list") == "nobody has an account yet\n"


def test_the_demonstration_can_be_asked_for_again(shell: Shell) -> None:
    shell.says("db", "upgrade")
    first, second = shell.says("demo"), shell.says("demo")
    assert first != second
    for said in (first, second):
        assert said.count("http://127.0.0.1:8000/i/") == 2


def test_questionnaires_are_listed_checked_and_printed(shell: Shell) -> None:
    shell.says("db", "upgrade")
    assert "practitioner/2026.1" in shell.says("questionnaire", "list")
    assert shell.says("questionnaire", "check", shell.file("small.md")) == "no faults\n"
    with_facts = shell.folder / "with_facts.md"
    with_facts.write_text(WITH_FACTS)
    assert shell.says("questionnaire", "check", str(with_facts)).splitlines() == [
        f"{with_facts}: Tallied for each organisation, and in no response: `years`.",
        f"{with_facts}: Asked because of that, and so in no response either: `welcome`.",
        f"{with_facts}: Made of that, and so a score in no response: `start`.",
        "no faults",
    ]
    assert "I am heard" in shell.says("questionnaire", "print", shell.file("small.md"))
    assert "<html" in shell.says("questionnaire", "print", "practitioner/2026.1")


def test_a_faulty_questionnaire_is_told_of_with_its_lines(shell: Shell) -> None:
    faulty = shell.folder / "faulty.md"
    faulty.write_text(SMALL.replace("type: grid", "type: matrix").replace("max: 1000", "max: some"))
    done = shell.run("questionnaire", "check", str(faulty), shell.file("small.md"))
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith(f"{faulty}:") and line.split(":")[1].isdigit() for line in lines)
