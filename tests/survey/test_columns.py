"""No export gives one name to two things: a new questionnaire is refused, an older one not
exported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from portal.errors import Conflict
from portal.export import bundle
from portal.reports.counted import Counted
from portal.survey.file.parsing import QuestionnaireFaults, parse
from portal.survey.questionnaire import Questionnaire
from tests.survey.factories import front_matter, page, question, questionnaire_text

SCORED = "type: choice\noptions: {a: {label: A, points: 0}, b: {label: B, points: 1}}"
SCORES = "{support: {title: Support, items: [heard]}}"
LONG = "y" * 50
CUT = f"{LONG}__abcdefghijkl"
"""This is as many characters as SPSS takes."""


def text_of(*questions: str) -> str:
    heard = question(f"id: heard\nlabel: Heard\n{SCORED}")
    body = page(heard, *(question(each) for each in questions))
    return questionnaire_text(front_matter(scores=SCORES), body)


def number(name: str) -> str:
    return f"id: {name}\ntype: number\nlabel: N\nestimate: true"


def options(*names: str) -> str:
    return (
        f"id: {LONG}\ntype: choices\nlabel: C\noptions: {{{', '.join(f'{n}: {n}' for n in names)}}}"
    )


CLASHES = [
    ((number("organisation"),), "organisation", "the organisation"),
    ((number("score_support"),), "score_support", "score `support`"),
    ((number("by"), number("by_item")), "by_item", "`by`"),
    ((options("abcdefghijkl", "abcdefghijklm"),), CUT, f"`{LONG}`"),
    ((options("abcdefghijklm", "abcdefghijkl"),), CUT, f"`{LONG}`"),
]


@pytest.mark.parametrize(("questions", "name", "first"), CLASHES)
def test_a_name_that_an_export_gives_twice_is_a_fault_with_its_line(
    questions: tuple[str, ...], name: str, first: str
) -> None:
    text = text_of(*questions)
    with pytest.raises(QuestionnaireFaults) as caught:
        parse(text)

    (fault,) = caught.value.faults
    last = questions[-1].partition("\n")[0]
    assert text.splitlines()[fault.line - 1] == last
    assert first in fault.message
    assert f"the name `{name[:60]}" in fault.message


@pytest.mark.parametrize(("questions", "name", "_first"), CLASHES)
def test_what_a_round_holds_from_before_is_read_and_no_answer_of_it_is_lost_unseen(
    questions: tuple[str, ...], name: str, _first: str, tmp_path: Path
) -> None:
    older = parse(text_of(*questions), kept=True)

    with pytest.raises(Conflict, match=f"would hold {name} twice"):
        bundle.write("sav", tmp_path / "new", Counted(older, ()), date(2027, 4, 9))
    assert not list((tmp_path / "new").iterdir())
    for form in ("csv", "xlsx"):
        assert is_written(form, tmp_path, older) == (name in (CUT, "by_item"))


def is_written(form: str, folder: Path, questionnaire: Questionnaire) -> bool:
    try:
        return bool(bundle.write(form, folder / form, Counted(questionnaire, ()), date(2027, 4, 9)))
    except Conflict:
        return False


def test_what_only_looks_alike_is_no_fault() -> None:
    text = text_of(
        number("organisation_size"),
        number("score"),
        number("support"),
        number("item"),
        number("text"),
        f"id: {'z' * 60}\ntype: choices\nlabel: C\noptions: {{a1: A, b1: B}}",
        "id: tools\ntype: choices\nlabel: T\noptions: {a: A, other: {label: B, specify: true}}",
    )

    assert parse(text).items
