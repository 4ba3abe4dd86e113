"""A PSW's pages are the same, byte for byte, whoever has answered; and with a protection off they
are not."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest

from portal.disclosure.answered import Part
from portal.services.figures import tallies
from tests.attack import looking, worlds
from tests.attack.worlds import ALICE, BOB, Seen
from tests.factories import ADA


def travelled(answered: int | None, own: int, *, brief: bool) -> Seen:
    with tempfile.TemporaryDirectory() as folder:
        return worlds.journey(Path(folder), answered, own, brief=brief)


journey = cache(partial(travelled, brief=False))
unprotected = partial(travelled, brief=True)
Journey = Callable[[int | None, int], Seen]


def differences(
    one: int | None, other: int | None, own: int = 9, of: Journey = journey
) -> list[str]:
    return worlds.differences(of(one, own), of(other, own))


def test_whether_alice_has_answered_or_bob_shows_nowhere() -> None:
    assert differences(ALICE, BOB, own=8) == []


def test_letters_to_staff_are_compared_too() -> None:
    letters = journey(ALICE, 8)[-1][1]["letters"]
    for said in ("not employed here", "address waits", "report of", "is missing", "closes on"):
        assert said in letters


def test_were_second_answers_counted_apart_it_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pat answers in Alice's stead once her address is corrected: that is a second answer, or the
    first."""
    monkeypatch.setattr(tallies, "BY_LETTER", ("invitation",))
    assert differences(ALICE, BOB, own=8, of=unprotected)


def test_whether_alice_has_answered_or_nobody_shows_nowhere() -> None:
    assert differences(ALICE, None, own=7) == []


def test_without_fives_it_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Part, "in_fives", lambda part: part)
    shown = {each.split(": ")[1] for each in differences(ALICE, None, own=7, of=unprotected)}
    assert shown >= {"letters", *(f"{ADA} {path}" for path in looking.BOARD)}


def test_who_fills_up_to_the_next_five_sees_on_which_day_it_came() -> None:
    found = differences(ALICE, None)
    assert found
    assert not any(each.startswith(("before", "_within_the_day")) for each in found)


def test_counted_at_once_it_would_show_within_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "due", lambda _: True)
    found = differences(ALICE, None, of=unprotected)
    assert any(each.startswith("_within_the_day") for each in found)
