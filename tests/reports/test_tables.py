"""The tables of a report: every figure is a cell's, in words and as a number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from portal.disclosure.answered import Numbers, Part
from portal.reports import tables as all_tables
from portal.reports.edition import Edition
from portal.reports.table import Plain, Table
from tests.reports.editions import CODE, NAME, SCORES, edition
from tests.reports.reports import editions, report


def table(id: str, of: list[Edition] | None = None) -> Table:
    every = {each.id: each for each in all_tables.tables(of or editions())}
    return every[id]


def records(table: Table) -> list[dict[str, Plain]]:
    """The rows by their machine's names, notes left out."""
    rows = (dict(zip(table.header, row, strict=True)) for row in table.plain())
    return [row for row in rows if not row["note"]]


def by(id: str, column: str, of: list[Edition] | None = None) -> dict[Plain, dict[str, Plain]]:
    return {row[column]: row for row in records(table(id, of))}


def test_scores_stand_beside_last_year_the_region_and_england() -> None:
    scores = by("scores", "score")
    assert list(scores) == list(SCORES)
    assert {id: row["own"] for id, row in scores.items()} == SCORES
    row = scores["supervision"]
    assert (row["last"], row["region"], row["england"], row["answers"]) == (61, 71, 71, 34)
    assert (row["band"], row["change"], row["change_said"]) == ("Sustain", 20, "▲ Up 20")
    assert (scores["cpd"]["change"], scores["cpd"]["change_said"]) == (None, "No clear change")


def test_an_end_is_said_and_stands_in_a_column_of_its_own() -> None:
    high = by("scores", "score", [edition(34, scores={"framework": 97})])["framework"]
    assert (high["own"], high["own_end"], high["own_said"]) == (90, "or more", "90 or more")


def test_the_first_year_and_other_words_are_said_where_a_figure_would_stand() -> None:
    first = by("scores", "score", editions()[:1])["cpd"]
    assert (first["last"], first["last_said"], first["change_said"]) == (
        None,
        "First year",
        "First year",
    )


def test_a_statement_stands_in_full_with_its_parts() -> None:
    row = by("statements", "statement")["wl_manageable"]
    this = editions()[0]
    agree = this.own("wl_manageable", "agree")
    assert agree
    assert row["statement_label"] == "I can manage my workload"
    assert (row["score"], row["agree"], row["answers"]) == ("workloads", agree.figure.value, 34)
    assert str(row["parts"]).endswith(f" | {agree.figure.said}")
    assert len(str(row["parts"]).split(" | ")) == 3


def test_of_few_people_shares_are_in_tenths() -> None:
    this = edition(14)
    cells = {
        key: replace(cell, figure=replace(cell.figure, value=70, end="", step=10))
        if cell.measure == "agree" and cell.level == "organisation"
        else cell
        for key, cell in this.cells.items()
    }
    row = by("statements", "statement", [replace(this, cells=cells)])["wl_manageable"]
    assert (row["agree"], row["agree_said"], row["parts"]) == (70, "about 7 in 10", "")


def test_groups_say_how_many_people_they_are() -> None:
    rows = [row for row in records(table("groups")) if row["score"] == "supervision"]
    assert [row["group"] for row in rows] == ["children", "adults mental_health other -"]
    assert rows[0]["group_label"] == "Children's services"
    assert (rows[0]["people"], rows[0]["people_said"]) == (15, "15 or more")


def test_other_answers_facts_and_links_have_tables_of_their_own() -> None:
    [missed] = records(table("answers"))
    assert (missed["answer"], missed["own"], missed["england"]) == ("supervisor_busy", 40, 31)
    assert [row["own"] for row in records(table("facts"))] == [44, 56]
    links = records(table("links"))
    assert [(row["whose"], row["score"], row["link_said"]) for row in links] == [
        ("England", "supervision", "0.61"),
        ("England", "wellbeing", "0.54"),
    ]


def test_a_place_stands_beside_how_far_chance_could_move_it() -> None:
    [england] = records(table("places"))
    assert (england["where"], england["of"]) == ("England", 13)
    first, at, last = (int(str(england[name])) for name in ("first", "place", "last"))
    assert first < at < last
    assert str(england["place_said"]).startswith(str(at))
    assert "places" not in {each.id for each in all_tables.tables([edition(14, others=12)])}


def test_the_cautions_go_with_every_table_of_figures() -> None:
    for each in [table for table in report().tables if table.id != "comments"]:
        assert each.notes[0].startswith("Read these figures with care"), each.id
        assert each.notes[0] == next(row for row in each.plain() if row[-1])[-1]


def test_an_organisation_that_is_told_nothing_still_reads_the_others() -> None:
    few = [edition(9, scores={})]
    row = by("scores", "score", few)["supervision"]
    assert (row["own"], row["own_said"], row["england"]) == (None, "Not shown", 71)
    assert table("scores", few).notes[-1].startswith("Not shown: fewer than ten people")
    [answered] = records(table("response", few))
    assert (answered["answered"], answered["answered_said"]) == (None, "Not shown")
    assert "groups" not in {each.id for each in all_tables.tables(few)}


def test_ways_of_answering_are_told_apart_and_one_that_nobody_had_is_empty() -> None:
    numbers = Numbers(Part(61, 34), Part(0, None), Part(1, 12))
    [row] = records(table("response", [replace(edition(), numbers=numbers)]))
    assert (row["answered"], row["by_letter"], row["by_slip"], row["by_link"]) == (46, 34, None, 12)
    assert (row["by_slip_said"], row["closed"]) == ("", date(2026, 11, 6))


def test_nothing_of_another_organisation_is_in_any_table() -> None:
    crowded = [edition(others=12, split=True)]
    alone = [edition(split=True)]
    assert crowded[0].others.keys() - {CODE}
    told = [each for each in all_tables.tables(crowded) if each.id != "places"]
    assert told == list(all_tables.tables(alone))
    assert not set(crowded[0].others) & {
        value for row in records(table("places", crowded)) for value in row.values()
    }


def test_people_read_no_ids() -> None:
    scores = table("scores")
    assert [column.title for column in scores.read][:2] == ["Standard or area", "Score"]
    assert next(iter(scores.said()))[0] == "1. Strong and clear social work framework"
    assert NAME in report().heading


def test_what_the_organisation_says_of_itself_has_a_table_with_its_counts() -> None:
    [own] = [each for each in report().tables if each.id == "self_assessment"]
    first, second = records(own)
    assert [first[name] for name in ("score", "fully", "partly", "not_met", "open", "met")] == [
        *("workloads", 5, 1, 0, 0, 92),
    ]
    assert (first["own"], first["band"], first["apart"]) == (49, "Improve", 43)
    assert (second["score"], second["apart_said"]) == ("supervision", "14 lower")
    assert own.notes[1] == "Marked in Self-assessment, which closed on 31 March 2026."
    assert own.notes[2].endswith(
        "you marked 5 of 6 elements fully met; practitioners scored 49 (red)."
    )
    assert "self_assessment" not in {each.id for each in all_tables.tables(editions())}
