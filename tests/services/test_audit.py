"""Reading what was done, newest first, a page at a time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.services import audit
from tests.factories import ADA, NOW, PAT, House


@pytest.fixture
def deeds(house: House) -> int:
    for number in range(120):
        who = ADA if number % 2 else PAT
        audit.note(who, f"did thing {number} to round spring", NOW + timedelta(minutes=number))
    return 120


def read(words: str = "") -> list[str]:
    """Page by page, to the end."""
    found, below = list[str](), None
    while True:
        page = audit.page(words, below)
        assert len(page.deeds) <= audit.PAGE
        found += [deed.did for deed in page.deeds]
        if (below := page.older) is None:
            return found


def test_pages_follow_on_each_other_without_gap_or_overlap(deeds: int) -> None:
    assert read() == [f"did thing {n} to round spring" for n in reversed(range(deeds))]


def test_what_comes_in_meanwhile_moves_no_page(deeds: int) -> None:
    first = audit.page()
    audit.note(ADA, "did something else", NOW)
    second = audit.page("", first.older)
    assert second.deeds[0].did == "did thing 69 to round spring"


def test_every_word_has_to_occur_in_either_column(deeds: int) -> None:
    assert read("thing 7") == [f"did thing {n} to round spring" for n in _with_a_seven()]
    assert len(read("ada")) == 60
    assert read(f"{PAT} 118") == ["did thing 118 to round spring"]
    assert read("summer") == []


@pytest.mark.parametrize("words", ["%", "_", "' OR 1", "\\", "100%"])
def test_signs_that_databases_read_are_signs(deeds: int, words: str) -> None:
    assert read(words) == []


@pytest.mark.parametrize("below", [-(10**30), -5, 0, 10**30])
def test_a_number_that_nobody_was_given_does_no_harm(deeds: int, below: int) -> None:
    assert len(audit.page("", below).deeds) == (50 if below > 0 else 0)


def test_everything_can_be_had_at_once(deeds: int) -> None:
    assert [deed.did for deed in audit.every("ada")] == read("ada")
    assert len(list(audit.every())) == 120


def test_where_nothing_was_done_there_is_nothing(house: House) -> None:
    assert audit.page() == audit.AuditPage((), None)


def _with_a_seven() -> list[int]:
    return [n for n in reversed(range(120)) if "7" in str(n)]
