"""The guide for survey officers: its whole example is one that they can copy."""

from __future__ import annotations

import re
from pathlib import Path

from portal.survey.file.parsing import parse
from portal.survey.route import walk

GUIDE = Path(__file__).parents[2] / "docs" / "questionnaires.md"


def whole_example() -> str:
    found = re.search(r"^````markdown\n(---\n.*?)^````$", GUIDE.read_text("utf-8"), re.M | re.S)
    assert found, "the guide opens with a whole questionnaire in a four-tick fence"
    return found[1]


def test_the_whole_example_in_the_guide_is_a_sound_questionnaire() -> None:
    questionnaire = parse(whole_example(), expected=("tea_room", "1"))
    assert [page.id for page in questionnaire.pages] == ["about", "room"]
    assert questionnaire.scores[0].reversed == {"room_noisy"}


def test_the_example_asks_about_the_noise_only_where_there_is_noise() -> None:
    questionnaire = parse(whole_example())
    assert "room_comment" in walk(questionnaire, {"room_noisy": "agree"}).shown
    assert "room_comment" not in walk(questionnaire, {"room_noisy": "disagree"}).shown
