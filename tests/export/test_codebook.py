"""The codebook explains every column of responses and every item of comments."""

from __future__ import annotations

from portal.export import codebook, columns
from portal.reports.counted import Counted, Remark
from tests.export.samples import REPLIES, counted
from tests.survey.factories import page, parsed, question

REMARKS = [
    Remark("northshire", "why", "Tea"),
    Remark("", "why", "Time"),
    Remark("", "role__other", "Cook"),
]


def book() -> list[dict[str, str]]:
    found = codebook.rows(counted(remarks=REMARKS))
    return [dict(zip(codebook.HEADER, map(str, row), strict=True)) for row in found]


def about(column: str, value: str = "") -> dict[str, str]:
    (found,) = (row for row in book() if (row["column"], row["value"]) == (column, value))
    return found


def test_every_column_is_explained_in_order_and_no_other() -> None:
    explained = [row["column"] for row in book() if row["table"] == "responses"]

    assert list(dict.fromkeys(explained)) == columns.responses(counted())[0]


def test_every_item_that_a_comment_may_have_is_explained() -> None:
    assert [row["column"] for row in book() if row["table"] == "comments"] == [
        "role__other",
        "three",
        "why",
    ]
    other = about("role__other", "other")
    assert (other["value_label"], other["asked_if"]) == ("Other", "“Role” is “Other”")


def test_a_value_has_its_label_points_and_what_it_counts_for() -> None:
    high = about("heard", "high")

    assert (high["value_label"], high["points"], high["favourable"]) == ("> High", "2.50", "yes")
    assert (high["question"], high["question_label"], high["label"]) == ("items", "I", "Heard")
    assert (high["scores"], high["reversed"]) == ("score_support", "score_support")
    assert (about("heard", "na")["points"], about("role", "other")["scores"]) == ("", "")


def test_a_number_has_its_unit_and_a_box_its_meaning() -> None:
    assert (about("leads")["unit"], about("leads")["type"]) == ("posts", "numbers")
    box = about("leads__unknown", "yes")
    assert (box["type"], box["value_label"], box["unit"]) == ("box", "unknown", "")


def test_the_base_is_how_many_have_something_there() -> None:
    bases = {row["column"]: row["base"] for row in book()}

    assert (bases["organisation"], bases["role"], bases["tools"]) == ("1", "1", "1")
    assert (bases["leads__estimate"], bases["leads__unknown"]) == ("1", "0")
    assert bases["score_support"] == "1"
    assert (bases["why"], bases["role__other"], bases["three"]) == ("2", "1", "0")


def test_beside_the_base_it_stands_how_many_are_blank_and_why() -> None:
    for row in book():
        if row["table"] == "responses" and row["type"] not in ("box", "columns"):
            numbers = [int(row[key]) for key in ("base", "skipped", "not_asked", "withheld")]
            assert sum(numbers) == len(REPLIES), row["column"]
    withheld, skipped = about("organisation")["withheld"], about("heard", "high")["skipped"]
    assert (withheld, skipped) == ("1", "1")


def test_each_reason_is_explained_with_its_code() -> None:
    reasons = {row["column"]: row for row in book() if row["type"] == "columns"}
    assert {name: row["code"] for name, row in reasons.items()} == {
        "blank__skipped": "-8",
        "blank__not_asked": "-9",
        "blank__withheld": "-7",
    }
    assert "would tell what is withheld" in reasons["blank__withheld"]["label"]


def test_the_codes_and_variables_of_the_spss_file_are_named() -> None:
    assert (about("heard", "high")["variable"], about("heard", "high")["code"]) == ("heard", "2")
    assert about("heard", "na")["code"] == "-1"
    assert (about("tools", "b")["variable"], about("tools", "b")["code"]) == ("tools__b", "1")
    assert about("leads")["code"] == ""


def test_routing_counts_the_page_the_question_and_the_row() -> None:
    first = page(question("id: role\ntype: choice\nlabel: Role\noptions: {a: A, b: B}"))
    last = page(
        "```page\nshow_if: {role: a}\n```\n",
        question(
            "id: team\ntype: numbers\nlabel: T\nshow_if: {role: [a, b]}\n"
            "rows: {leads: Leads, cooks: {label: Cooks, show_if: {leads: {at_least: 1}}}}"
        ),
        page_id="last",
    )
    book = codebook.rows(Counted(parsed(f"{first}\n{last}"), []))
    rows = [dict(zip(codebook.HEADER, each, strict=True)) for each in book]
    asked = {row["column"]: row["asked_if"] for row in rows}

    assert asked["role"] == ""
    assert asked["leads"] == "“Role” is “A” and “Role” is “A” or “B”"
    assert asked["cooks"] == f"{asked['leads']} and “Leads” (under “T”) is 1 or more"
