"""A whole round over the network: what sixty people sent is what the export holds."""

from __future__ import annotations

import csv
import email
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.policy import default
from pathlib import Path

import pytest

from portal.formulas import unmarked
from portal.survey.questionnaire import FREE_TEXT
from tests.factories import NORTHSHIRE, SOUTHBOROUGH
from tests.journeys.installation import Installation, install
from tests.journeys.respondents import (
    NUMBER,
    ORGANISATIONS,
    SURVEY,
    Respondent,
    respondents,
)

CHOICES = [item for item in SURVEY.items.values() if item.question.type not in FREE_TEXT]
KEPT = [item for item in CHOICES if not item.question.fact]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Respondent], Path]:
    """The people who answered, and the folder of the export."""
    home = tmp_path_factory.mktemp("sixty")
    portal = install(home / "instance")
    people = respondents(set_up(portal, home))
    with portal.served(), ThreadPoolExecutor(4) as crowd:
        for done in [crowd.submit(person.answer) for person in people]:
            done.result()
        portal.flask("round", "close", "spring")
        portal.flask("round", "count", "spring")
    why = ("--reason", "to compare with what was sent")
    portal.flask("export", "spring", "--out", str(home / "export"), *why)
    return people, home / "export"


def set_up(portal: Installation, home: Path) -> list[list[str]]:
    """An open round of both organisations; the links of each."""
    write(home / "organisations.csv", NORTHSHIRE, [NORTHSHIRE.values(), SOUTHBOROUGH.values()])
    now = datetime.now(UTC)
    times = {"opens": now - timedelta(days=1), "closes": now + timedelta(days=7)}
    options = [f"--{name}={time:%Y-%m-%dT12:00}" for name, time in times.items()]
    named = ["--questionnaire", "practitioner/2026.1", "--title", "Spring check"]
    named += ["--keep-responses"]
    number = range(NUMBER // len(ORGANISATIONS))
    people = [[code, f"remi{i}@{code}.example.org"] for code in ORGANISATIONS for i in number]
    write(home / "people.csv", ["organisation", "email"], people)
    portal.prepare(
        ["db", "upgrade"],
        ["organisation", "import", str(home / "organisations.csv")],
        ["round", "create", "spring", *named, *options],
        ["round", "open", "spring"],
        ["invitation", "import", "spring", str(home / "people.csv")],
        *([["job", "run"]] * 2),
    )
    links = [link_in_letter(path) for path in sorted((portal.folder / "mail").rglob("*.eml"))]
    return [[link for to, link in links if code in to] for code in ORGANISATIONS]


def link_in_letter(path: Path) -> tuple[str, str]:
    """To whom a letter goes, and where it leads."""
    letter = email.message_from_bytes(path.read_bytes(), policy=default)
    body = letter.get_body(("plain",))
    assert body is not None
    return str(letter["To"]), re.findall(r"http\S+/i/[\w-]{22}", body.get_content())[0]


def write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def read(folder: Path, name: str) -> list[dict[str, str]]:
    (path,) = folder.glob(f"spring_{name}_*.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cell(values: Sequence[str]) -> str:
    return " ".join(values)


def test_every_combination_is_large_enough_for_nothing_to_be_blanked(
    played: tuple[list[Respondent], Path],
) -> None:
    people, _ = played
    groups = Counter((p.organisation, *p.said["q_service"], *p.said["q_role"]) for p in people)
    assert set(groups.values()) == {10}


def test_a_third_answered_in_two_sittings(played: tuple[list[Respondent], Path]) -> None:
    assert sum(person.stops is not None for person in played[0]) == 20


def test_the_responses_are_what_was_sent(played: tuple[list[Respondent], Path]) -> None:
    people, export = played
    sent = Counter(
        ("", *(cell(person.said.get(item.field, [])) for item in KEPT)) for person in people
    )  # thirty are too few for their organisation to be told
    names = ["organisation", *(item.id for item in KEPT)]
    stored = Counter(tuple(row[name] for name in names) for row in read(export, "responses"))
    assert stored == sent
    assert stored.total() == NUMBER


def test_the_comments_are_what_was_sent(played: tuple[list[Respondent], Path]) -> None:
    people, export = played
    choices = {item.field for item in CHOICES}
    sent = Counter(
        ("", name.removeprefix("q_"), text)
        for person in people
        for name, texts in person.said.items()
        if name not in choices
        for text in texts
    )
    rows = read(export, "comments")
    told = ((row["organisation"], row["item"], unmarked(row["text"])) for row in rows)
    assert Counter(told) == sent
    assert sent.total() > 100


def test_scores_are_those_of_what_was_sent(played: tuple[list[Respondent], Path]) -> None:
    """Supervision, worked out here by hand from the exported items."""
    points = {"strongly_disagree": 0, "disagree": 25, "neither": 50, "agree": 75}
    points["strongly_agree"] = 100
    items = ["regular", "undisturbed", "reflective", "knows", "feelings", "follow"]
    for row in read(played[1], "responses"):
        given = [points[row[f"sup_{item}"]] for item in items if row[f"sup_{item}"] in points]
        wanted = sum(given) / len(given) if len(given) >= 3 else None
        stored = row["score_supervision"]
        assert (float(stored) if stored else None) == pytest.approx(wanted, abs=1e-4)
