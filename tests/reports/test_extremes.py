"""Which statements are strengths, and which are to improve first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from portal.reports.edition import Edition, keyed
from portal.reports.extremes import MOST, Extremes, extremes
from tests.reports import editions

STATEMENTS = [id for id, item in editions.questionnaire().items.items() if item.question.scale]
REVERSED = next(s.reversed for s in editions.questionnaire().scores if s.id == "tensions")


def told(agree: dict[str, int], base: int = 34) -> Edition:
    """Of these statements so many agree; each has five points less."""
    cells = [
        editions.cell("organisation", editions.CODE, id, measure, value, base)  # type: ignore[arg-type]
        for id, share in agree.items()
        for measure, value in (("agree", share), ("score", max(share - 5, 0)))
    ]
    whole = editions.edition(base)
    kept = [cell for cell in whole.cells.values() if cell.about in editions.SCORES]
    return replace(whole, cells=keyed([*kept, *(cell for cell in cells if cell)]))


def ids(found: Extremes) -> tuple[list[str], list[str]]:
    return [s.item.id for s in found.strengths], [s.item.id for s in found.to_improve]


def test_the_highest_and_the_lowest_are_chosen() -> None:
    agree = {
        "fw_question": 80,
        "wf_keep": 75,
        "wl_fair": 70,
        "wb_care": 45,
        "sup_knows": 40,
        "cpd_time": 30,
    }
    found = extremes(told(agree))
    assert ids(found) == (
        ["fw_question", "wf_keep", "wl_fair"],
        ["cpd_time", "sup_knows", "wb_care"],
    )
    assert (found.among, found.to_improve[0].agreeing) == (6, "30 per cent agree")


def test_a_second_of_a_grid_gives_way_to_one_that_is_near() -> None:
    strong = {"fw_question": 80, "fw_responsibility": 79, "wf_keep": 76, "wl_fair": 75}
    weak = {"wb_care": 30, "wb_safe": 31, "sup_knows": 35, "cpd_time": 40}
    assert ids(extremes(told(strong | weak))) == (
        ["fw_question", "wf_keep", "fw_responsibility"],  # the next of another grid is four below
        ["wb_care", "wb_safe", "sup_knows"],  # and here it is four above
    )


def test_a_problem_counts_by_how_many_do_not_agree_and_is_said_to_be_one() -> None:
    agree = {"ten_values": 12, "fw_question": 80, "wl_fair": 40, "ten_paperwork": 85}
    found = extremes(told(agree))
    assert ids(found) == (["ten_values", "fw_question"], ["ten_paperwork", "wl_fair"])
    assert found.strengths[0].agreeing == "12 per cent say that this is a problem"
    assert found.to_improve[0].agreeing == "85 per cent say that this is a problem"


def test_of_ten_to_nineteen_the_score_decides_and_tenths_are_said() -> None:
    found = extremes(told({"wl_fair": 66, "fw_question": 74, "cpd_time": 33, "wb_care": 44}, 15))
    assert ids(found) == (["fw_question", "wl_fair"], ["cpd_time", "wb_care"])
    assert [s.agreeing for s in found.strengths] == ["about 7 in 10 agree"] * 2


def test_what_is_told_alike_is_neither() -> None:
    assert ids(extremes(told(dict.fromkeys(STATEMENTS, 60)))) != ([], [])  # problems turn round
    alike = {id: 60 for id in STATEMENTS if id not in REVERSED}
    assert ids(extremes(told(alike))) == ([], [])
    assert ids(extremes(told({"wl_fair": 60}))) == ([], [])


@given(
    st.dictionaries(st.sampled_from(STATEMENTS), st.integers(0, 100)),
    st.sampled_from((9, 15, 34, 180)),
)
def test_no_strength_is_to_improve_and_every_one_is_better(
    agree: dict[str, int], base: int
) -> None:
    found = extremes(told(agree, base))
    for chosen in (found.strengths, found.to_improve):
        assert len(chosen) <= min(MOST, found.among // 2)
    for strength in found.strengths:
        assert all(strength.good > weak.good for weak in found.to_improve)
