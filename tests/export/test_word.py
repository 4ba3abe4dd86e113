"""A questionnaire as a Word document, read back."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table

from portal.export import word
from tests.survey.factories import page, parsed, question

SCALES = "{agreement: {low: Low, high: High}}"
ALL_TYPES = [
    "type: choice\noptions: {a: A, b: B}",
    "type: choices\noptions: {a: A, b: B}",
    "type: grid\nscale: agreement\nrows: {r: R}",
    "type: number",
    "type: numbers\nrows: {r: R}",
    "type: text",
    "type: comment",
    "type: words",
    "type: date",
    "type: email",
    "type: phone",
]


def made(*blocks: str, **front: str) -> Word:
    text = page(*blocks, page_id="first", title="Staff")
    return Document(io.BytesIO(word.questionnaire(parsed(text, scales=SCALES, **front))))


def written(element: Any) -> str:
    """What it says with its content controls, which python-docx passes over."""
    parts = element.iter(qn("w:t"), qn("w:tab"))
    return "".join(part.text or "\t" for part in parts).rstrip()


def lines(found: Word, style: str = "") -> list[str]:
    texts = [written(p._p) for p in found.paragraphs if style in ("", p.style.name)]
    return [text for text in texts if text]


def cells(table: Table) -> list[list[str]]:
    return [[written(cell._tc).strip() for cell in row.cells] for row in table.rows]


def test_titles_pages_and_questions_are_headings_of_their_own_levels() -> None:
    found = made(question("id: q\ntype: text\nlabel: What is *it*?"), title="The return")

    assert lines(found, "Title") == ["The return"]
    assert lines(found, "Heading 1") == ["1. Staff"]
    assert lines(found, "Heading 2") == ["What is it?"]


def test_the_page_is_a4_and_the_document_has_a_title_and_a_language_and_no_author() -> None:
    found = made(question("id: q\ntype: text\nlabel: Q"))
    section, about = found.sections[0], found.core_properties

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (about.title, about.language, about.author, about.comments) == (
        "A sample",
        "en-GB",
        "",
        "",
    )
    assert "A sample 1 · page" in section.footer.paragraphs[0].text


def test_the_same_questionnaire_is_the_same_document() -> None:
    found = parsed()

    assert _text(word.questionnaire(found)) == _text(word.questionnaire(found))


def _text(data: bytes) -> str:
    found = Document(io.BytesIO(data))
    return found.element.xml + found.core_properties._element.xml


@pytest.mark.parametrize("keys", ALL_TYPES)
def test_every_type_has_its_question_and_somewhere_to_answer(keys: str) -> None:
    found = made(question(f"id: q\nlabel: What?\n{keys}"))
    answers = (
        lines(found, "Answer")
        + lines(found, "Room to write")
        + [text for t in found.tables for r in cells(t) for text in r]
    )

    assert lines(found, "Heading 2") == ["What?"]
    assert lines(found, "Note")
    assert answers


def test_options_are_boxes_with_what_belongs_to_them() -> None:
    found = made(
        question(
            "id: q\ntype: choices\nlabel: Q\nrequired: true\nhint: Think.\nmost: 2\noptions:"
            " {a: A, none: {label: None, alone: true}, other: {label: Other, specify: true}}"
        )
    )

    assert lines(found, "Note") == ["Think.", "This one must be answered.", "Up to 2 of:"]
    assert lines(found, "Answer")[:2] == ["☐ A", "☐ None (by itself)"]
    assert lines(found, "Answer")[2].startswith("☐ Other (please say which) ___")


def test_a_grid_is_a_table_whose_head_is_repeated_and_whose_rows_are_whole() -> None:
    rows = ", ".join(f"r{n}: Row {n}" for n in range(30))
    table = made(
        question(f"id: q\ntype: grid\nscale: agreement\nlabel: Q\nrows: {{{rows}}}")
    ).tables[0]

    assert cells(table)[:2] == [["What is asked", "Low", "High"], ["Row 0", "☐", "☐"]]
    assert len(table.rows) == 31
    head, *others = [row._tr.trPr for row in table.rows]
    assert head.find(qn("w:tblHeader")) is not None
    assert not [row for row in others if row.find(qn("w:tblHeader")) is not None]
    assert all(row.find(qn("w:cantSplit")) is not None for row in (head, *others))


@pytest.mark.parametrize("options", [2, 7, 12])
def test_a_table_is_as_wide_as_the_page_allows(options: int) -> None:
    scale = ", ".join(f"o{n}: O{n}" for n in range(options))
    grid = question("id: q\ntype: grid\nscale: s\nlabel: Q\nrows: {r: R}")
    found = parsed(page(grid), scales=f"{{s: {{{scale}}}}}")
    table = Document(io.BytesIO(word.questionnaire(found))).tables[0]

    widths = [cell.width.mm for cell in table.rows[0].cells]
    assert sum(widths) == pytest.approx(174, abs=1)
    assert min(widths) >= 10


def test_more_options_than_fit_side_by_side_stand_above_the_rows() -> None:
    scale = ", ".join(f"o{n}: O{n}" for n in range(13))
    grid = question("id: q\ntype: grid\nscale: s\nlabel: Q\nrows: {r: R}")
    found = parsed(page(grid), scales=f"{{s: {{{scale}}}}}")
    document = Document(io.BytesIO(word.questionnaire(found)))

    assert lines(document, "Answer")[12] == "O12"
    assert cells(document.tables[0]) == [["What is asked", "Answer"], ["R", ""]]
    offered = document.element.iter(qn("w:listItem"))
    assert [each.get(qn("w:displayText")) for each in offered] == [f"O{n}" for n in range(13)]


def test_rows_of_figures_have_a_cell_to_write_in_and_boxes_beside_it() -> None:
    found = made(
        question(
            "id: q\ntype: numbers\nlabel: Q\nunit: FTE posts\nestimate: true\nunknown: true\n"
            "rows: {full: Full, empty: {label: Empty, show_if: {full: {at_least: 1}}}}"
        )
    )

    head, full, empty = cells(found.tables[0])
    assert (head, full) == (
        ["What is asked", "FTE posts", "Estimate", "Don’t know"],
        ["Full", "", "☐", "☐"],
    )
    assert empty[0] == "Empty (only if “Full” (under “Q”) is 1 or more)"


def test_routing_of_questions_and_pages_is_said_in_words() -> None:
    first = page(question("id: role\ntype: choice\nlabel: Role\noptions: {a: A, b: B}"))
    last = page(
        "```page\nshow_if: {role: a}\n```\n",
        question("id: q\ntype: text\nlabel: Q\nshow_if: {not: {role: b}}"),
        page_id="last",
    )
    found = Document(io.BytesIO(word.questionnaire(parsed(f"{first}\n{last}"))))

    assert "This page is shown only if “Role” is “A”." in lines(found, "Note")
    assert "Asked only if it is not so that “Role” is “B”." in lines(found, "Note")


def test_guidance_keeps_its_lists_stress_tables_and_links() -> None:
    found = made(
        "Read **this** [guide](https://example.org/g), or write to <help@example.org>.\n\n"
        "- one\n- two\n\n1. first\n\n> quoted\n\n| a | b |\n| --- | --- |\n| c | *d* |\n",
        question("id: q\ntype: text\nlabel: Q"),
    )
    text = "Read this guide (https://example.org/g), or write to help@example.org."
    (guidance,) = (p for p in found.paragraphs if p.text == text)

    assert [run.text for run in guidance.runs if run.bold] == ["this"]
    assert guidance.paragraph_format.keep_with_next
    assert lines(found, "List Bullet") == ["one", "two"]
    assert (lines(found, "List"), lines(found, "Quote")) == (["1.\tfirst"], ["quoted"])
    assert cells(found.tables[0]) == [["a", "b"], ["c", "d"]]


def test_pipes_are_stood_for_by_words_in_brackets() -> None:
    found = made(
        question("id: team\ntype: text\nlabel: Team at {{organisation}}?"),
        "You said **{{answer:team}}**, before {{closes}}.\n",
        question("id: q\ntype: text\nlabel: 'More of {{answer:team}}?'"),
    )

    assert lines(found, "Heading 2") == [
        "Team at [your organisation]?",
        "More of [your answer to “Team at …?”]?",
    ]
    assert "You said [your answer to “Team at …?”], before [last day]." in lines(found)


def test_what_looks_like_markup_in_a_label_stays_text() -> None:
    found = made(
        question("id: a\ntype: text\nlabel: 'Under <5 & over?'"),
        "{{answer:a}}\n",
        question("id: q\ntype: text\nlabel: Q"),
    )

    assert "[your answer to “Under <5 & over?”]" in lines(found)


def test_every_numbered_list_starts_at_one_and_lists_may_lie_in_lists() -> None:
    found = made(
        "1. one\n2. two\n    - deep\n3. three\n\nAnd then:\n\n1. again\n",
        question("id: q\ntype: text\nlabel: Q"),
    )

    assert lines(found, "List") == ["1.\tone", "2.\ttwo", "3.\tthree", "1.\tagain"]
    assert lines(found, "List Bullet 2") == ["deep"]


def test_only_a_question_with_rows_is_a_table() -> None:
    asked = [keys for keys in ALL_TYPES if "rows" not in keys]
    found = made(*(question(f"id: q{n}\nlabel: Q\n{keys}") for n, keys in enumerate(asked)))

    assert not found.tables
    assert lines(found, "Heading 2") == ["Q"] * len(asked)


def test_a_box_to_write_in_leaves_lines_free_below_its_control() -> None:
    [room] = [
        p
        for p in made(question("id: q\ntype: comment\nlabel: Q")).paragraphs
        if p.style.name == "Room to write"
    ]

    assert written(room._p) == "Write here"
    assert len(list(room._p.iter(qn("w:br")))) == word.COMMENT_LINES - 1
