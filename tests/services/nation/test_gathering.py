"""What is gathered of England, its regions and types."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import Conflict, NotFound
from portal.services.nation import gathering
from portal.services.reports import editions
from portal.services.rounds import register as rounds
from portal.services.staff.scope import Employer
from portal.store.organisations import Organisation
from portal.store.rounds import Round
from tests.factories import House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN
from tests.services.nation import nations
from tests.services.nation.nations import YEAR


def test_england_is_told_of_as_if_it_were_an_organisation_beside_the_year_before(
    house: House,
) -> None:
    nations.counted(house, "last", series="check")
    house.now += YEAR
    country = gathering.country(nations.counted(house, series="check"))
    now, before = country.editions
    assert (now.name, now.code, now.numbers.shown.answers) == ("England", "England", 13 * 30)
    assert now.shown[0].answers == before.shown[0].answers == 390
    assert [each.label for each in country.editions] == ["2027", "2026"]
    assert {cell.level for cell in country.cells} == {"type", "region", "nation"}
    assert len(country.members) == len(country.told) == 13


def test_the_year_before_is_beside_it_where_the_series_names_its_year(house: House) -> None:
    """As the form proposes it, and as a copy for next year counts it on."""
    nations.counted(house, "last", series="2026/27")
    nations.counted(house, "other", series="Pilot 2026")
    house.now += YEAR
    round_ = nations.counted(house, series="2027/28")
    assert [each.round_code for each in gathering.country(round_).editions] == ["spring", "last"]


def test_a_later_report_tells_nothing_of_an_earlier_one_that_still_waits(house: House) -> None:
    nations.counted(house, "last", series="check")
    Round.update(reports_wait=1).where(Round.code == "last").execute()
    house.now += YEAR
    round_ = nations.counted(house, series="check")
    assert len(gathering.country(round_).editions) == 1
    employer = Employer("northshire", "Northshire County Council", ())
    assert [each.round_code for each in editions.every(round_, employer)] == ["spring"]
    Round.update(published=house.now).where(Round.code == "last").execute()
    assert len(editions.every(round_, employer)) == 2


def test_types_and_regions_stay_as_they_were_at_the_count(house: House) -> None:
    """What may be told beside them is decided by who was in them then."""
    house.open_round(northshire=12)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    round_ = rounds.by_code("spring")
    before = gathering.country(round_).members
    Organisation.update(type="other", region="Elsewhere").execute()
    assert gathering.country(round_).members == before
    employer = Employer("northshire", "Northshire County Council", ())
    edition = editions.every(round_, employer)[0]
    assert edition.region == {each.code: each.region for each in before}["northshire"]


def test_a_region_has_england_beside_it(house: House) -> None:
    round_ = nations.counted(house)
    [edition] = gathering.region(round_, "East Midlands")
    assert edition.shown[0].answers == 360
    assert edition.beside("nation", "support")
    for name in ("London", "Nowhere"):
        with pytest.raises(NotFound):
            gathering.region(round_, name)


def test_there_is_nothing_before_the_count(house: House) -> None:
    with pytest.raises(Conflict):
        gathering.country(house.round())


def test_a_round_is_beside_the_one_of_its_series_that_asked_the_others(house: House) -> None:
    people = nations.counted(house, series="check")
    for code, series, days in (("near", "check", 10), ("far", "check", 90), ("other", "", 0)):
        house.round(code, source=RETURN, series=series)
        closes = people.closes + timedelta(days=days)
        Round.update(state="counted", closes=closes).where(Round.code == code).execute()
    house.round("open", source=RETURN, series="check")
    near = gathering.beside(people)
    assert near and near.code == "near"
    back = gathering.beside(rounds.by_code("near"), "northshire")
    assert back and back.code == "spring"
    assert gathering.beside(rounds.by_code("other")) is None
    Round.update(reports_wait=1).where(Round.code == "spring").execute()
    assert gathering.beside(rounds.by_code("near"), "northshire") is None
