"""What is released of a round: tallied of whole ballots at the count, and read afterwards."""

from __future__ import annotations

import pytest

from portal.errors import Conflict, NotFound
from portal.reports.edition import Edition
from portal.services.answering import arriving
from portal.services.people import links, sheets
from portal.services.reports import editions, results
from portal.services.rounds import next_year, planning
from portal.services.rounds import register as rounds
from portal.services.staff.scope import Employer
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from tests.factories import ADA, WITH_FACTS, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

NORTHSHIRE = Employer("northshire", "Northshire County Council", "")


def counted(house: House) -> None:
    house.work(days=8)
    house.work()
    assert rounds.by_code("spring").state == "counted"


def headline() -> Edition:
    return editions.every(rounds.by_code("spring"), NORTHSHIRE)[0]


def scored(house: House, number: int, **said: str) -> None:
    for link in house.links("northshire")[:number]:
        scenes.respond(house, link, **said)


def test_an_organisation_reads_its_scores_once_its_round_is_counted(house: House) -> None:
    house.open_round(northshire=24)
    scored(house, 24, safe="disagree")
    with pytest.raises(Conflict, match="once Spring check has been counted"):
        headline()
    counted(house)
    own = headline().own("support")
    assert own and (own.figure.said, own.answers) == ("50", 24)
    assert headline().beside("region", "support") is None  # nobody to be compared with
    assert headline().beside("nation", "support") is None
    assert headline().careful and not headline().rough


def test_a_round_made_like_last_years_is_compared_with_it(house: House) -> None:
    before = house.round("check-2025", series="2025/26")
    plan = next_year.a_year_later(before, house.now)
    assert plan.series == "2026/27"
    after = planning.create(plan, ADA, house.now)
    Round.update(state="counted").execute()
    assert [each.code for each in editions.earlier(after)] == ["check-2025"]


def test_fewer_than_ten_are_told_nothing_and_nothing_of_them_is_stored(house: House) -> None:
    house.open_round(northshire=12, southborough=20)
    scored(house, 9)
    for link in house.links("southborough"):
        scenes.respond(house, link)
    counted(house)
    assert headline().shown == ()
    assert {each.name for each in editions.all_cells(rounds.by_code("spring"))} == {"southborough"}


def test_a_score_made_of_a_fact_is_told_though_no_response_holds_it(house: House) -> None:
    house.open_round(northshire=12, source=WITH_FACTS)
    scored(house, 12, years="few", welcome="all_did")
    counted(house)
    assert {cell.about for cell in headline().shown} == {"start", "support"}


def test_what_people_are_is_told_of_their_organisation_alone(house: House) -> None:
    house.open_round(northshire=24, southborough=24, source=WITH_FACTS)
    said = {
        "northshire": {"years": "some"},
        "southborough": {"years": "few", "welcome": "all_did"},
    }
    for code, theirs in said.items():
        for number, link in enumerate(house.links(code)):
            scenes.respond(house, link, **(theirs if number % 2 else {"years": "many"}))
    counted(house)
    told = [(share.options, share.percent) for share in headline().facts]
    assert told == [(("some",), 50), (("many",), 50)]


def test_the_number_of_answers_is_as_rough_as_it_is_elsewhere(house: House) -> None:
    """Whole, it would tell whether slips were used of which fewer than ten came back."""
    house.open_round(northshire=24)
    slips = sheets.make("spring", "northshire", 8, ADA, house.now)
    scored(house, 24)
    scenes.respond(house, f"/i/{links.link_text(slips[0])}")
    counted(house)
    [cell] = headline().shown
    assert (cell.answers, cell.or_more) == (20, True)
    assert headline().numbers.shown.said == "20 or more"


@pytest.mark.parametrize("said", [None, "agree", "disagree"])
def test_nothing_tells_what_a_slip_said_of_which_it_is_not_told_whether_it_was_used(
    house: House, said: str | None
) -> None:
    """Ends leave room for what whoever filled in slips knows: one that said “disagree” made “90 or
    more” an “88 or more”. And responses, less a figure without it, were its answers."""
    house.open_round(northshire=24, source=WITH_FACTS)
    slips = sheets.make("spring", "northshire", 3, ADA, house.now)
    for number, link in enumerate(house.links("northshire")):
        scenes.respond(house, link, years="some" if number % 2 else "many")
    if said:
        link = f"/i/{links.link_text(slips[0])}"
        why = {"why": "Too dark"} if said == "disagree" else {}
        scenes.respond(house, link, safe=said, heard=said, years="many", **why)
    counted(house)
    assert [(cell.figure.said, cell.answers) for cell in headline().shown] == [("90 or more", 20)]
    assert [share.percent for share in headline().facts] == [50, 50]
    held = results.counted("spring")
    assert [reply.answers["safe"] for reply in held.replies] == ["agree"] * 24
    assert [remark.text for remark in held.remarks] == ["Too dark"] * (said == "disagree")


def test_ten_slips_are_told_beside_a_link_of_which_it_is_not_told_whether_it_was_used(
    house: House,
) -> None:
    house.open_round(northshire=20)
    slips = sheets.make("spring", "northshire", 10, ADA, house.now)
    forwarded = links.link_text(links.open_link("spring", "northshire", ADA, house.now))
    for number, link in enumerate(house.links("northshire")):
        scenes.respond(house, link, safe="agree" if number % 2 else "disagree")
    for each in slips:
        scenes.respond(house, f"/i/{links.link_text(each)}", safe="disagree")
    welcome = arriving.by_open_link(forwarded, house.now, house.tools.keys)
    code = arriving.begin(welcome, (), house.now, house.tools.keys)
    scenes.fill(house, code, safe="disagree")
    scenes.submit(house, code)
    counted(house)
    assert len([*results.counted("spring").replies]) == 30
    [cell] = headline().shown
    assert cell.figure.said == "67"  # ten at a hundred, twenty at fifty


def test_a_region_and_england_stand_beside_where_several_make_them(house: House) -> None:
    for number in range(4):
        Organisation.create(code=f"o{number}", name=f"O{number}", type="x", region="East Midlands")
    codes = ("northshire", *(f"o{number}" for number in range(4)))
    house.open_round(12, organisations=codes)
    for number in range(4):
        house.invite(12, f"o{number}")
    house.work(minutes=5)
    for code in codes:
        for number, link in enumerate(house.links(code)):
            agrees = code == "northshire" and number % 2
            scenes.respond(house, link, heard="agree" if agrees else "disagree")
    counted(house)
    own, nation = headline().own("support"), headline().beside("nation", "support")
    assert own and own.figure.said == "75"
    assert nation and nation.figure.said == "55"  # 75 once, fifty four times
    region = headline().beside("region", "support")
    assert region and region.figure == nation.figure


def test_a_round_of_returns_has_no_scores(house: House) -> None:
    house.open_round(northshire=1, source=RETURN)
    counted(house)
    with pytest.raises(NotFound):
        headline()
