"""What a command refuses, it refuses with one sentence and status 1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.services.rounds import register as rounds
from tests.factories import House
from tests.services import scenes

FILES = {
    "people.csv": b"organisation,email\nnorthshire,a@example.org\n",
    "latin.csv": "organisation,email\nnorthshire,ren\xe9@example.org".encode("latin-1"),
    "short.csv": b"organisation,email\nnorthshire\nnorthshire,a@example.org\n",
    "columns.csv": b"team,email\nnorthshire,a@example.org\n",
    "wrong.csv": b"organisation,email\nwestshire,a@example.org\n",
}


def refusal(house: House, command: Sequence[str]) -> str:
    with house.app.app_context():
        done = house.app.test_cli_runner().invoke(args=list(command))
    assert done.exit_code == 1, (done.output, done.exception)
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


@pytest.fixture
def folder(house: House, tmp_path: Path) -> Path:
    """A folder with files, beside an installation with a round that is open today."""
    house.now = datetime.now(UTC)
    house.open_round()
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


TIMES = ("--opens", "2030-01-07T09:00", "--closes", "2030-02-07T09:00")
PLAN = ("round", "create", "fresh", "--title", "New", "--questionnaire", "practitioner/2026.1")


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("round", "status", "autumn"), "There is no round autumn."),
        (("round", "open", "spring"), "Round spring is open"),
        (("round", "count", "spring"), "Round spring is open"),
        (("round", "count", "spring", "--set-aside", "1"), "--reason"),
        (("round", "count", "autumn"), "There is no round autumn."),
        (("round", "extend", "spring", "--closes", "tomorrow"), "is no date and time"),
        (("round", "extend", "spring", "--closes", "2020-01-01T09:00"), "Choose a time after"),
        (("round", "extend", "spring", "--closes", "2030-03-31T01:30"), "does not exist in London"),
        (
            (*PLAN, "--opens", "2030-01-07T09:00", "--closes", "2030-01-06T09:00"),
            "must close after",
        ),
        ((*PLAN, *TIMES, "--reminder", "2030-03-07T09:00"), "between opening and closing"),
        ((*PLAN, *TIMES, "--reminder", "2030-01-08T09:00"), "Choose 9 January 2030 or later"),
        ((*PLAN, *TIMES, "--threshold", "3"), "never lowered"),
        ((*PLAN, *TIMES, "--organisations", "westshire"), "no organisation westshire"),
        ((*PLAN, *TIMES, "--retain-until", "soon"), "is no day"),
        ((*PLAN, *TIMES, "--retain-until", "2030-01-08"), "a day after the closing"),
        ((*PLAN[:-1], "practitioner/1999", *TIMES), "name a questionnaire file"),
        (("round", "create", "New Round", *PLAN[3:], *TIMES), "is no round code"),
        (("round", "create", "spring", *PLAN[3:], *TIMES), "There is a round spring already"),
        (("invitation", "import", "spring", "{folder}/none.csv"), "name a file of yours"),
        (("invitation", "import", "spring", "{folder}/latin.csv"), "no address like"),
        (("invitation", "import", "spring", "{folder}/short.csv"), "row 2"),
        (("invitation", "import", "spring", "{folder}/columns.csv"), "No column is headed"),
        (("invitation", "import", "spring", "{folder}/wrong.csv"), "westshire does not take part"),
        (("invitation", "import", "autumn", "{folder}/people.csv"), "There is no round autumn."),
        (("invitation", "reissue", "spring", "a@example.org"), "Nobody with that address"),
        (("invitation", "open-link", "spring", "--organisation", "west"), "does not take part"),
        (("organisation", "import", "{folder}/people.csv"), "There is no column type"),
        (("export", "spring", "--out", "{folder}/out"), "can be exported once counted"),
        (("job", "run", "--now", "noon"), "is no date and time"),
        (("questionnaire", "print", "nothing/1"), "name a questionnaire file"),
        (("questionnaire", "check", "nothing.md"), "name a questionnaire file"),
    ],
)
def test_a_command_that_will_not_do_says_why_and_changes_nothing(
    house: House, folder: Path, command: Sequence[str], sentence: str
) -> None:
    before = scenes.snapshot()
    filled = [argument.replace("{folder}", str(folder)) for argument in command]
    assert sentence in refusal(house, filled)
    assert scenes.snapshot() == before


def test_slips_for_a_stranger_leave_no_file(house: House, folder: Path) -> None:
    out = folder / "slips.csv"
    order = ("invitation", "slips", "spring", "--count", "3", "--out", str(out))
    assert "does not take part" in refusal(house, (*order, "--organisation", "westshire"))
    assert not out.exists()


def test_a_count_that_the_worker_refuses_fails_the_command(house: House, folder: Path) -> None:
    house.tools.keys.destroy_round_key(rounds.by_code("spring").id)
    for verb in ("close", "count"):
        assert "round key of round spring is not" in refusal(house, ("round", verb, "spring"))
    assert rounds.by_code("spring").state == "closed"


def test_slips_that_cannot_be_written_are_not_made(house: House, folder: Path) -> None:
    out = folder / "nowhere" / "slips.csv"
    order = ("invitation", "slips", "spring", "--organisation", "northshire", "--count", "3")
    before = scenes.snapshot()
    assert "cannot be written" in refusal(house, (*order, "--out", str(out)))
    assert scenes.snapshot() == before
