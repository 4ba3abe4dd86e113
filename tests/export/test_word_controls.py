"""Content controls, as elements of a document, and those of a questionnaire."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn

from portal.export import word, word_controls
from portal.survey.file.parsing import parse
from tests.survey.factories import page, parsed, question

FOLDER = Path(__file__).parents[2] / "questionnaires"
SCALES = "{agreement: {low: Low, high: High}}"


def controls(found: Word) -> dict[str, tuple[str, str]]:
    """The kind and title of every content control, by its tag."""
    made = {}
    for about in found.element.iter(qn("w:sdtPr")):
        title, tag, *_, kind = about
        made[tag.get(qn("w:val"))] = (kind.tag.split("}")[1], title.get(qn("w:val")))
    return made


def test_a_box_has_a_sign_for_ticked_and_one_for_empty_and_is_empty() -> None:
    paragraph = Document().add_paragraph()
    word_controls.add_box(paragraph, "Fair – Yes", "fair.yes")

    [box] = paragraph._p.iter(qn("w14:checkbox"))
    assert [each.get(qn("w14:val")) for each in box] == ["0", "2612", "2610"]
    assert [text.text for text in paragraph._p.iter(qn("w:t"))] == ["☐"]


def test_word_is_told_to_pass_over_what_older_ones_do_not_know() -> None:
    element = Document().element
    ignorable = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"

    assert "w14" in element.get(ignorable).split()
    assert element.nsmap["w14"] == "http://schemas.microsoft.com/office/word/2010/wordml"


def test_a_control_cannot_be_deleted_and_what_it_shows_goes_when_somebody_writes() -> None:
    paragraph = Document().add_paragraph()
    word_controls.add_day(paragraph, "On which day?", "day", "Day __")

    [about] = paragraph._p.iter(qn("w:sdtPr"))
    assert about.find(qn("w:lock")).get(qn("w:val")) == "sdtLocked"
    assert about.find(qn("w:showingPlcHdr")) is not None
    assert about.find(qn("w:date")).find(qn("w:lid")).get(qn("w:val")) == "en-GB"


@pytest.mark.parametrize("what", ["", "an answer", "an answer " * 20])
def test_a_title_is_never_longer_than_word_can_read_and_tells_both_halves(what: str) -> None:
    title = word_controls.titled("How far do you agree that it is clear? " * 5, what)

    assert len(title) <= 64
    assert title.startswith("How far do you agree")
    assert what[:9] in title


def test_every_answer_is_a_control_whose_title_says_the_question_and_the_answer() -> None:
    blocks = (
        question(
            "id: role\ntype: choice\nlabel: Your role\n"
            "options: {a: A, o: {label: O, specify: true}}"
        ),
        question("id: g\ntype: grid\nscale: agreement\nlabel: Q\nrows: {fair: Work is fair}"),
        question("id: n\ntype: number\nlabel: How many?\nunit: posts\nunknown: true"),
        question("id: m\ntype: numbers\nlabel: Q\nunit: posts\nestimate: true\nrows: {full: Full}"),
        question("id: three\ntype: words\nlabel: Words\ncount: 2"),
        question("id: d\ntype: date\nlabel: On which day?"),
        question("id: c\ntype: comment\nlabel: Anything?"),
    )
    found = Document(io.BytesIO(word.questionnaire(parsed(page(*blocks), scales=SCALES))))

    assert controls(found) == {
        "role.a": ("checkbox", "Your role – A"),
        "role.o": ("checkbox", "Your role – O"),
        "role.o.other": ("text", "O – please say which"),
        "fair.low": ("checkbox", "Work is fair – Low"),
        "fair.high": ("checkbox", "Work is fair – High"),
        "n": ("text", "How many?"),
        "n.unknown": ("checkbox", "How many? – Don’t know"),
        "full": ("text", "Full – posts"),
        "full.estimate": ("checkbox", "Full – Estimate"),
        "three.1": ("text", "Words – word 1 of 2"),
        "three.2": ("text", "Words – word 2 of 2"),
        "d": ("date", "On which day?"),
        "c": ("text", "Anything?"),
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/*.md")), ids=lambda path: path.parent.name)
def test_a_questionnaire_of_ours_is_a_form_with_a_head_over_every_column(path: Path) -> None:
    questionnaire = parse(path.read_text())
    found = Document(io.BytesIO(word.questionnaire(questionnaire)))

    assert all(cell.text for table in found.tables for cell in table.rows[0].cells)
    assert all(table._tbl.tblPr.find(qn("w:tblCaption")) is not None for table in found.tables)
    assert not list(found.element.iter(qn("w:drawing"), qn("w:pict")))
    tags = [each.get(qn("w:val")) for each in found.element.iter(qn("w:tag"))]
    assert len(tags) == len(set(tags)) > len(questionnaire.items)
    titles = [each.get(qn("w:val")) for each in found.element.iter(qn("w:alias"))]
    assert all(0 < len(text) <= 64 for text in (*titles, *tags))
