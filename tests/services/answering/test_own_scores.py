from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest

from portal.services.answering import own_scores
from portal.services.answering.own_scores import OwnScores
from portal.services.answering.responding import Submitted
from portal.services.questionnaires import frozen
from portal.survey.file.parsing import parse
from tests.factories import NOW, SMALL, House

SECRET = b"s" * 32
QUESTIONNAIRE = parse(SMALL)


SIX = (
    SMALL.replace("points: 0}", "points: 1}")
    .replace("points: 100", "points: 6")
    .replace(
        "scores:\n",
        "bands: {low: {lowest: 0, word: act}, high: {lowest: 4, word: keep}}\nscores:\n",
    )
)


def note(score: Fraction = Fraction(200, 3), source: str = SMALL) -> str:
    questionnaire = parse(source)
    frozen.keep(questionnaire)
    return own_scores.note(Submitted(questionnaire, {"support": score}), SECRET, NOW)


def read(text: str) -> OwnScores:
    own = own_scores.read(text, SECRET, NOW)
    assert own is not None
    return own


@pytest.mark.parametrize(
    ("score", "shown"), [(Fraction(0), 0), (Fraction(200, 3), 67), (Fraction(125, 2), 63)]
)
def test_a_person_sees_their_own_scores_as_whole_numbers(
    house: House, score: Fraction, shown: int
) -> None:
    [own] = read(note(score)).scores
    assert (own.title, own.value, own.per_cent) == ("Support", shown, shown)
    assert own.word


def test_a_person_who_skipped_everything_has_no_scores(house: House) -> None:
    frozen.keep(QUESTIONNAIRE)
    text = own_scores.note(Submitted(QUESTIONNAIRE, {}), SECRET, NOW)
    own = read(text)
    assert own.shown and own.scores == () and own.range is None


def test_a_score_from_1_to_6_has_its_own_range_and_bands(house: House) -> None:
    own = read(note(Fraction(7, 2), SIX))
    [one] = own.scores
    assert (one.value, one.per_cent, one.colour, one.word) == (4, 60, "high", "keep")
    assert own.range and own.range.ends == ("1", "6")
    assert [(each.lowest, each.highest) for each in own.reaches] == [(1, 3), (4, 6)]


def test_bands_that_a_range_does_not_reach_are_not_told(house: House) -> None:
    without = SIX.replace(SIX[SIX.index("bands:") : SIX.index("scores:")], "")
    own = read(note(Fraction(7, 2), without))
    assert (own.reaches, own.scores[0].word) == ((), "")


def test_a_questionnaire_that_shows_no_scores_leaves_none_in_the_browser(house: House) -> None:
    own = read(note(source=SMALL.replace("scores:\n", "show_scores: false\nscores:\n", 1)))
    assert not own.shown and own.scores == ()


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
