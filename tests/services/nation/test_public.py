"""The national report of a round is made public, and taken back."""

from __future__ import annotations

import pytest

from portal.errors import Conflict, NotFound
from portal.services.nation import public
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import ADA, House
from tests.services.nation import nations


def notes() -> list[str]:
    return [row.did for row in Audit.select() if "national" in row.did]


def test_it_is_there_from_then_on_until_it_is_taken_back(house: House) -> None:
    round_ = nations.counted(house)
    assert public.since(round_.id) is None
    public.publish("spring", "<p>66</p>", ADA, house.now)
    told = public.read("spring")
    assert (told.title, told.page, told.made) == ("Spring check", "<p>66</p>", house.now)
    assert public.since(round_.id) == house.now
    public.withdraw("spring", ADA, house.now)
    with pytest.raises(NotFound):
        public.read("spring")
    assert notes() == [
        "made the national report of round spring public",
        "took the national report of round spring back",
    ]


def test_it_is_refused_twice_and_while_organisations_wait_for_their_reports(house: House) -> None:
    nations.counted(house)
    Round.update(reports_wait=1).execute()
    with pytest.raises(Conflict, match="Publish the reports of Spring check first"):
        public.publish("spring", "", ADA, house.now)
    Round.update(reports_wait=0).execute()
    public.publish("spring", "", ADA, house.now)
    with pytest.raises(Conflict, match="public already"):
        public.publish("spring", "", ADA, house.now)
    public.withdraw("spring", ADA, house.now)
    with pytest.raises(Conflict, match="not public"):
        public.withdraw("spring", ADA, house.now)
    house.round("later")
    with pytest.raises(Conflict, match="cannot be made public"):
        public.publish("later", "", ADA, house.now)


def test_an_unknown_round_and_one_that_is_not_public_are_answered_alike(house: House) -> None:
    nations.counted(house)
    said = set[str]()
    for code in ("spring", "nothing"):
        with pytest.raises(NotFound) as refused:
            public.read(code)
        said.add(str(refused.value))
    assert len(said) == 1


def test_it_is_deleted_with_the_figures_that_it_is_made_of(house: House) -> None:
    round_ = nations.counted(house)
    public.publish("spring", "<p>66</p>", ADA, house.now)
    house.work(days=365 * 4)
    assert public.since(round_.id) is None
