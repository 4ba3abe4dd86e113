"""What a report says in short, read as sentences."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.reports import sentences
from portal.reports.edition import Edition, keyed
from portal.reports.lines import lines
from portal.survey.questionnaire import Score
from tests.reports import editions
from tests.reports.editions import edition

STANDARDS = {score.id for score in editions.questionnaire().scores if score.standard}
MIXED = {id: value for id, value in editions.SCORES.items() if id in STANDARDS}
NONE_GREEN = MIXED | {"framework": 70, "supervision": 66, "registration": 72}
LAST = MIXED | {"supervision": 67, "workloads": 55}


def said(now: Edition, before: Edition | None = None) -> list[str]:
    told = sentences.in_short(now, before, lines(now, before))
    return [str(sentence) for sentence in told]


def of(scores: dict[str, int], base: int = 34, **others: object) -> Edition:
    return edition(base, 61, scores, **others)  # type: ignore[arg-type]


def then(scores: dict[str, int], base: int = 29) -> Edition:
    return edition(base, 58, scores, year=2025)


def only(found: Edition, scores: tuple[Score, ...]) -> Edition:
    """The same of a questionnaire that scores nothing else."""
    other = replace(found.questionnaire, scores=scores, sha256="other")
    return replace(found, questionnaire=other)


def areas(found: Edition) -> Edition:
    return only(found, tuple(s for s in found.questionnaire.scores if not s.standard))


BANDS = {
    "mixed": (
        MIXED,
        "Three of the eight standards are green (strong and clear social work framework;"
        " supervision; professional registration), four are amber and one is red (safe workloads"
        " and case allocation).",
    ),
    "none green": (
        NONE_GREEN,
        "None of the eight standards is green: seven are amber and one is red (safe workloads and"
        " case allocation).",
    ),
    "all red": (dict.fromkeys(STANDARDS, 30), "All eight standards are red."),
    "no amber": (
        dict.fromkeys(STANDARDS, 90) | {"cpd": 40},
        "Seven of the eight standards are green and one is red (continuing professional"
        " development (CPD)).",
    ),
    "one not shown": (
        {id: value for id, value in MIXED.items() if id != "workloads"},
        "Three of the seven standards that are shown are green (strong and clear social work"
        " framework; supervision; professional registration) and four are amber. One standard is"
        " not shown: safe workloads and case allocation.",
    ),
    "many not shown": (
        {"supervision": 81, "cpd": 63},
        "One of the two standards that are shown is green (supervision) and one is amber. Six"
        " standards are not shown.",
    ),
    "two alike": (
        {"supervision": 81, "cpd": 83},
        "Both standards that are shown are green. Six standards are not shown.",
    ),
    "one shown": (
        {"supervision": 81},
        "The only standard that is shown, supervision, is green. Seven standards are not shown.",
    ),
    "no standard shown": (
        {"satisfaction": 64, "stay": 49},
        "Neither of the two areas that are shown is green: one is amber and one is red (desire to"
        " stay). Two areas are not shown: employee contribution; tensions (higher is better). No"
        " standard is shown.",
    ),
}


@pytest.mark.parametrize(("scores", "told"), BANDS.values(), ids=BANDS)
def test_the_first_sentence_counts_the_bands(scores: dict[str, int], told: str) -> None:
    assert said(of(scores))[0] == told


CHANGES = {
    "first year": (of(MIXED), None, "This is the first year, so there is no change to report."),
    "one": (
        of(MIXED),
        then(LAST),
        "Supervision rose clearly since 2025, from 67 to 81: the only clear change. The score is"
        " now clearly above England's (71).",
    ),
    "several": (
        of(MIXED),
        then(LAST | {"cpd": 80}),
        "Continuing professional development (CPD) fell clearly since 2025, from 80 to 63: the"
        " largest of two clear changes. The score is not clearly different from England's (65).",
    ),
    "as large": (
        of(MIXED),
        then(LAST | {"cpd": 77}),
        "Two scores changed most since 2025, and clearly: supervision rose from 67 to 81;"
        " continuing professional development (CPD) fell from 77 to 63.",
    ),
    "everything as much": (
        of(dict.fromkeys(STANDARDS, 60)),
        then(dict.fromkeys(STANDARDS, 30)),
        "Eight scores changed most since 2025, and clearly: strong and clear social work framework"
        " rose from 30 to 60; effective workforce planning systems rose from 30 to 60; safe"
        " workloads and case allocation rose from 30 to 60; and five more by as much.",
    ),
    "no nation": (
        of(MIXED, england={}),
        then(LAST),
        "Supervision rose clearly since 2025, from 67 to 81: the only clear change.",
    ),
    "to an end": (
        of(MIXED | {"supervision": 97}, england={}),
        then(LAST),
        "Supervision rose clearly since 2025, from 67 to 90 or more: the only clear change.",
    ),
    "nothing, of a few": (of(MIXED), then(MIXED), "No score has changed clearly since 2025."),
    "nothing, of many": (
        of(MIXED, 61),
        then(MIXED),
        "No score has changed clearly since 2025. Only a change of about 10 or more can be told"
        " from chance.",
    ),
    "nothing shown before": (
        of(MIXED),
        then(MIXED, 9),
        "There is no comparison with 2025: no score is shown for that year.",
    ),
    "others shown before": (
        of({"supervision": 70}),
        then({"cpd": 60}),
        "There is no comparison with 2025: no score that is shown now was shown in the same words"
        " then.",
    ),
    "all in other words": (
        of(MIXED),
        replace(
            then(LAST),
            questionnaire=replace(editions.questionnaire(), id="another", sha256="another"),
        ),
        "There is no comparison with 2025: everything was asked in other words.",
    ),
}


@pytest.mark.parametrize(("now", "before", "told"), CHANGES.values(), ids=CHANGES)
def test_the_second_sentence_tells_the_largest_clear_change(
    now: Edition, before: Edition | None, told: str
) -> None:
    assert said(now, before)[1] == told


LOWEST = "Safe workloads and case allocation, at 49, is the lowest of the eight standards and in"
TIED = MIXED | {"cpd": 49}
LOW = {
    "neither differs": (
        of(MIXED),
        then(LAST),
        f"{LOWEST} the red band. It was 55 in 2025 and is 56 in England; neither is clearly"
        " different.",
    ),
    "both do": (
        of(MIXED, england=dict.fromkeys(MIXED, 65)),
        then(LAST | {"workloads": 70}),
        f"{LOWEST} the red band. It was 70 in 2025 and is 65 in England; both are clearly higher.",
    ),
    "only England does": (
        of(MIXED, england=dict.fromkeys(MIXED, 65)),
        then(LAST),
        f"{LOWEST} the red band. It was 55 in 2025 and is 65 in England; only England is clearly"
        " higher.",
    ),
    "both, each its way": (
        of(MIXED, england=dict.fromkeys(MIXED, 65)),
        then(LAST | {"workloads": 30}),
        f"{LOWEST} the red band. It was 30 in 2025 and is 65 in England; both are clearly"
        " different.",
    ),
    "first year": (
        of(MIXED),
        None,
        f"{LOWEST} the red band. In England it is 56, which is not clearly different.",
    ),
    "no nation": (
        of(MIXED, england={}),
        then(LAST),
        f"{LOWEST} the red band. It was 55 in 2025, which is not clearly different.",
    ),
    "nothing beside it": (of(MIXED, england={}), None, f"{LOWEST} the red band."),
    "two": (
        of(TIED, england=dict.fromkeys(MIXED, 65)),
        then(TIED),
        "Two standards are lowest, both at 49: safe workloads and case allocation; continuing"
        " professional development (CPD). Both are clearly different from England. Neither is"
        " clearly different from 2025.",
    ),
    "all": (
        of(dict.fromkeys(STANDARDS, 60)),
        None,
        "All eight standards have the same score, 60. One of them is clearly different from"
        " England.",
    ),
    "few are shown": (
        of({"supervision": 81, "cpd": 63}),
        None,
        "Continuing professional development (CPD), at 63, is the lowest of the two standards that"
        " are shown and in the amber band. In England it is 65, which is not clearly different.",
    ),
    "one is shown": (
        of({"supervision": 81}),
        None,
        "Supervision has a score of 81. In England it is 71, which is clearly lower.",
    ),
    "at an end": (
        of(MIXED | {"cpd": 4}, 15),
        None,
        "Continuing professional development (CPD), at 20 or less, is the lowest of the eight"
        " standards and in the red band. In England it is 65, which is clearly higher.",
    ),
    "without standards": (
        areas(edition()),
        None,
        "Tensions (higher is better), at 37, is the lowest of the four areas and in the red band."
        " In England it is 65, which is clearly higher.",
    ),
}


@pytest.mark.parametrize(("now", "before", "told"), LOW.values(), ids=LOW)
def test_the_third_sentence_tells_the_lowest(
    now: Edition, before: Edition | None, told: str
) -> None:
    assert said(now, before)[2] == told


def test_the_fourth_sentence_counts_what_is_above_and_below_england() -> None:
    even = dict.fromkeys(MIXED, 65)
    many = sentences.number(len(MIXED))

    def fourth(**scores: int) -> str:
        return said(of(even | scores, england=even))[3]

    assert fourth() == f"None of the {many} scores differs clearly from England's."
    assert fourth(cpd=85) == (
        f"One of the {many} scores is clearly above England's, and none is below."
    )
    assert fourth(cpd=40, supervision=40, framework=85) == (
        f"Two of the {many} scores are clearly below England's, and one is above."
    )


def test_of_nothing_shown_nothing_is_said() -> None:
    assert said(edition(9)) == []


def test_a_name_or_initials_keep_their_letters() -> None:
    titles = ("Wellbeing", "CPD for all", "Work with the NHS", "Social Work England", "")
    assert [sentences.in_text(title) for title in titles] == [
        *("wellbeing", "CPD for all", "work with the NHS", "Social Work England", "")
    ]


VALUES = st.sampled_from((0, 20, 49, 50, 51, 74, 75, 100)) | st.integers(0, 100)
SCORES = st.dictionaries(st.sampled_from(list(editions.SCORES)), VALUES)
YEARS = st.tuples(st.sampled_from((9, 14, 34, 180, 2000)), SCORES, SCORES)
"""How many answered, what is told of them, and of England."""
KEPT = st.sets(st.sampled_from(list(editions.SCORES)), min_size=1)
WHOLE = {year: edition(9, year=year) for year in (2025, 2026)}


def made(year: int, told: tuple[int, dict[str, int], dict[str, int]], kept: set[str]) -> Edition:
    base, own, nation = told
    whole = WHOLE[year]
    levels = (("organisation", editions.CODE, own, base), ("nation", "England", nation, 9000))
    found = [
        editions.cell(level, name, about, "score", value, size)  # type: ignore[arg-type]
        for level, name, scores, size in levels
        for about, value in scores.items()
        if about in kept
    ]
    scores = tuple(score for score in whole.questionnaire.scores if score.id in kept)
    return replace(only(whole, scores), cells=keyed(cell for cell in found if cell))


SLIPS = [
    (r"\s\s|\s[.,;:)]|\(\s", "a space too many"),
    (r"[.,;:]{2}|\(\)|;\)", "a mark too many"),
    (r"\b[Oo]ne (of them |of the \w+ \w+ )?are\b", "one are"),
    (r"\b[Oo]ne (standards|areas|scores|changes)\b", "one standards"),
    (r"\b(two|three|four|five|six|seven|eight|nine|ten) (is|standard\b|area\b|score\b)", "two is"),
    (r"\b[Nn]one (are|standards)\b|\bof the one\b", "none are"),
    (r"\b\d{1,2} (standards?|areas?|scores?) ", "a small number in figures"),
    (r"None\.|None,|Not shown|True|False|\(None", "what is not a word"),
    (r"\b(\w+) \1\b", "a word twice"),
]


@given(YEARS, st.none() | YEARS, KEPT, st.sampled_from(("practitioner", "another")))
def test_whatever_is_told_the_sentences_are_sentences(
    now: tuple[int, dict[str, int], dict[str, int]],
    before: tuple[int, dict[str, int], dict[str, int]] | None,
    kept: set[str],
    asked_before: str,
) -> None:
    this, last = made(2026, now, kept), made(2025, before, kept) if before else None
    if last:
        asked = replace(last.questionnaire, id=asked_before, sha256=asked_before)
        last = replace(last, questionnaire=asked)
    told = said(this, last)
    assert len(told) in ((3, 4) if this.shown else (0,))
    for sentence in told:
        assert sentence.endswith(".") and sentence[0].isupper(), sentence
        assert sentence.count("(") == sentence.count(")"), sentence
        assert [why for slip, why in SLIPS if re.search(slip, sentence)] == [], sentence
