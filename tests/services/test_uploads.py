from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import NotFound
from portal.services import uploads
from portal.store.records import Upload
from tests.factories import ADA, OLGA, PAT, House


def test_a_file_is_found_again_by_its_owner_for_its_purpose(house: House) -> None:
    pat = house.person(PAT).id
    name = uploads.put(pat, "a list", b"\x00 and so on", house.now)
    assert uploads.get(pat, "a list", name, house.now) == b"\x00 and so on"


@pytest.mark.parametrize("name", ["", "00" * 16, "no name of ours", "é"])
def test_a_name_that_leads_to_nothing_is_not_found(house: House, name: str) -> None:
    pat = house.person(PAT).id
    uploads.put(pat, "a list", b"x", house.now)
    with pytest.raises(NotFound, match="Upload it again"):
        uploads.get(pat, "a list", name, house.now)


def test_a_file_is_there_for_nobody_else_and_for_nothing_else(house: House) -> None:
    pat = house.person(PAT).id
    name = uploads.put(pat, "a list", b"x", house.now)
    for who, purpose in (
        (house.person(OLGA).id, "a list"),
        (house.person(ADA).id, "a list"),
        (pat, "b"),
    ):
        with pytest.raises(NotFound):
            uploads.get(who, purpose, name, house.now)
        uploads.drop(who, purpose, name, house.now)
    assert uploads.get(pat, "a list", name, house.now) == b"x"


def test_a_file_takes_the_place_of_an_earlier_one_for_the_same(house: House) -> None:
    pat = house.person(PAT).id
    first = uploads.put(pat, "a list", b"x", house.now)
    other = uploads.put(pat, "b list", b"y", house.now)
    uploads.put(pat, "a list", b"z", house.now)
    assert Upload.select().count() == 2
    assert uploads.get(pat, "b list", other, house.now) == b"y"
    with pytest.raises(NotFound):
        uploads.get(pat, "a list", first, house.now)


def test_a_dropped_file_is_gone(house: House) -> None:
    pat = house.person(PAT).id
    uploads.drop(pat, "a list", uploads.put(pat, "a list", b"x", house.now), house.now)
    assert not Upload.select().exists()


def test_a_file_is_kept_for_an_hour_and_then_forgotten_by_the_worker(house: House) -> None:
    pat = house.person(PAT).id
    name = uploads.put(pat, "a list", b"x", house.now)
    house.work(minutes=60)
    assert uploads.get(pat, "a list", name, house.now) == b"x"
    house.now += timedelta(seconds=1)
    with pytest.raises(NotFound):
        uploads.get(pat, "a list", name, house.now)
    house.work()
    assert not Upload.select().exists()


def test_all_files_for_one_thing_can_be_forgotten(house: House) -> None:
    for who in (PAT, OLGA):
        uploads.put(house.person(who).id, "people spring x", b"x", house.now)
    uploads.put(house.person(PAT).id, "people springs x", b"x", house.now)
    uploads.forget("people spring ")
    assert [row.purpose for row in Upload.select()] == ["people springs x"]
