"""People, tabs and browsers that submit or save at the same moment."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest

from portal.errors import AlreadySubmitted, PortalError
from portal.services.answering import arriving, responding
from portal.services.answering.responding import Posted
from portal.services.people import links
from portal.store.answers import Draft
from portal.store.db import db
from portal.vault import tokens
from tests.factories import ADA, House
from tests.services import scenes


@pytest.fixture
def code(house: House) -> bytes:
    house.open_round()
    return scenes.begin(house, house.links()[0])


def at_once(house: House, codes: list[bytes]) -> list[str]:
    """What each thread came to that submits one of these codes at the same moment."""
    start, outcomes = Barrier(len(codes)), list[str]()

    def go(code: bytes) -> None:
        start.wait()
        try:
            scenes.submit(house, code)
            outcomes.append("in")
        except PortalError as error:
            outcomes.append(type(error).__name__)
        finally:
            db.close()

    threads = [Thread(target=go, args=(code,)) for code in codes]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(outcomes)


def test_one_draft_submitted_twice_at_once_makes_one_ballot(house: House, code: bytes) -> None:
    scenes.fill(house, code)
    assert at_once(house, [code] * 4) == ["AlreadySubmitted"] * 3 + ["in"]
    assert scenes.left_behind() == (0, 1, 1)


def test_one_ticket_submitted_twice_at_once_makes_one_ballot(house: House, code: bytes) -> None:
    codes = [code, scenes.begin(house, house.links()[0])]
    for each in codes:
        scenes.fill(house, each)
    assert at_once(house, codes) == ["AlreadySubmitted", "in"]
    assert scenes.left_behind() == (1, 1, 1)


def test_one_draft_of_an_open_link_submitted_twice_at_once_makes_one_ballot(house: House) -> None:
    house.open_round(northshire=0)
    link = tokens.link_text(links.open_link("spring", "northshire", ADA, house.now))
    welcome = arriving.by_open_link(link, house.now, house.tools.keys)
    code = arriving.begin(welcome, [], house.now, house.tools.keys)
    scenes.fill(house, code)
    assert at_once(house, [code] * 2) == ["AlreadySubmitted", "in"]
    assert scenes.left_behind() == (0, 1, 1)


def test_a_late_tab_never_brings_a_submitted_draft_back(
    house: House, code: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = responding.drafts.replace
    scenes.fill(house, code)

    def late(*given: object) -> object:
        if Draft.select().exists():
            scenes.submit(house, code)
        return replace(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(responding.drafts, "replace", late)
    with pytest.raises(AlreadySubmitted):
        scenes.save_page(house, code, Posted("about", {"q_service": ["adults"]}))
    assert scenes.left_behind() == (0, 1, 1)
