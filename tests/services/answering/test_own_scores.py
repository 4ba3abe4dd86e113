from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from portal.services.answering import own_scores
from portal.services.answering.own_scores import OwnScore
from portal.services.answering.responding import Submitted
from portal.services.questionnaires import frozen
from portal.survey.file.parsing import parse
from tests.factories import NOW, SMALL, House

SECRET = b"s" * 32
QUESTIONNAIRE = parse(SMALL)


def note(score: Fraction = Fraction(200, 3)) -> str:
    frozen.keep(QUESTIONNAIRE)
    return own_scores.note(Submitted(QUESTIONNAIRE, {"support": score}), SECRET, NOW)


@pytest.mark.parametrize(
    ("score", "shown"), [(Fraction(0), 0), (Fraction(200, 3), 67), (Fraction(125, 2), 63)]
)
def test_a_person_sees_their_own_scores_as_whole_numbers(
    house: House, score: Fraction, shown: int
) -> None:
    [own] = own_scores.read(note(score), SECRET, NOW)
    assert isinstance(own, OwnScore)
    assert (own.title, own.value) == ("Support", shown)
    assert own.word


def test_a_person_who_skipped_everything_has_no_scores(house: House) -> None:
    frozen.keep(QUESTIONNAIRE)
    text = own_scores.note(Submitted(QUESTIONNAIRE, {}), SECRET, NOW)
    assert own_scores.read(text, SECRET, NOW) == []


def test_the_scores_are_gone_after_five_minutes(house: House) -> None:
    text = note()
    assert own_scores.read(text, SECRET, NOW + timedelta(seconds=299))
    assert own_scores.read(text, SECRET, NOW + timedelta(seconds=301)) is None


def test_the_note_says_nothing_to_whoever_lacks_the_secret(house: House) -> None:
    text = note()
    assert "support" not in text
    assert own_scores.read(text, b"t" * 32, NOW) is None


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 300])
def test_a_note_that_is_not_ours_holds_no_scores(house: House, text: str) -> None:
    assert own_scores.read(text, SECRET, NOW) is None


def test_a_note_changed_in_any_place_holds_no_scores(house: House) -> None:
    text = note()
    for place in range(0, len(text), 97):
        changed = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        assert own_scores.read(changed, SECRET, NOW) is None


def test_all_notes_have_one_length(house: House) -> None:
    assert len(note(Fraction(0))) == len(note(Fraction(200, 3)))
