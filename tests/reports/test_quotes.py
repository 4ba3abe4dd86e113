"""Published comments stand below the score that they speak of, and in a table of their own."""

from __future__ import annotations

from portal.reports import quotes
from portal.reports.detail import detail
from portal.reports.quotes import Quote
from portal.reports.report import of_organisation
from portal.reports.tables import tables
from tests.reports import editions, reports


def test_what_was_written_stands_below_its_standard_and_the_rest_at_the_end() -> None:
    report = detail(reports.editions(), quotes=reports.QUOTES)
    of = {part.line.score.id: part.comments for part in report.sections if part.comments}
    assert {score: [w.texts for w in written] for score, written in of.items()} == {
        "framework": [("Nobody knows who decides.",)],
        "supervision": [("Once a month.\nNever longer.", "It is cancelled.")],
    }
    assert [written.texts for written in report.comments] == [("Ask what [removed] says.",)]
    assert report.has_comments


def test_a_report_without_comments_says_nothing_of_them() -> None:
    report = detail(reports.editions())
    assert not report.has_comments
    assert "comments" not in {table.id for table in tables(reports.editions())}


def test_the_table_has_each_comment_below_its_standard_in_their_order() -> None:
    table = quotes.table(editions.edition(), reports.QUOTES)
    assert [(row[0], row[-1]) for row in table.rows] == [
        ("framework", "Nobody knows who decides."),
        ("supervision", "Once a month.\nNever longer."),
        ("supervision", "It is cancelled."),
        ("", "Ask what [removed] says."),
    ]
    assert "Two administrators have read each comment" in table.notes[0]


def test_the_one_table_of_everything_holds_them_as_words_and_no_figure() -> None:
    cells = of_organisation(reports.editions(), quotes=reports.QUOTES).cells
    rows = [dict(zip(cells.header, row, strict=True)) for row in cells.plain()]
    told = [row for row in rows if row["measure"] == "comment"]
    assert {row["figure_said"] for row in told} == {quote.text for quote in reports.QUOTES}
    assert {row["figure"] for row in told} == {None}
    assert {row["name"] for row in told} == {editions.CODE}


def test_a_question_names_the_organisation_as_its_people_read_it() -> None:
    edition = editions.edition()
    [written] = quotes.by_score(edition, [Quote("cpd_comment", "More of it.")])["cpd"]
    assert written.question == "Is there anything to add about learning and development?"
