"""What follows a counted round in the demonstration: comments, plans, “You said, we did”."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.cli.demonstration import cast
from portal.errors import Refused
from portal.services.actions import plans, telling
from portal.services.comments import published
from portal.services.lifecycle import demonstration
from portal.services.rounds import register as rounds
from portal.services.rounds.register import LAST_YEAR, THIS_YEAR
from portal.services.staff import scope
from portal.store.actions import Action, Said
from portal.store.comments import PublishedComment
from portal.store.results import Comment
from tests.cli.test_demo import said
from tests.factories import House

FEW = tuple(
    replace(each, invited=40, last=24, this=26)
    for each in cast.ORGANISATIONS
    if each.code in ("northshire", "southborough")
)


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cast, "ORGANISATIONS", FEW)


def test_comments_are_published_of_one_and_wait_of_another(house: House) -> None:
    said(house, "demo", "--counted")
    round_ = rounds.by_code(THIS_YEAR)
    assert published.of_organisation(round_, "northshire")
    assert not published.of_organisation(round_, "southborough")
    waiting = {row.text for row in Comment.select() if row.organisation_id == "southborough"}
    assert any("Jane Okafor" in text for text in waiting)
    texts = [(row.organisation_id, row.item, row.text) for row in PublishedComment.select()]
    assert len(texts) == len(set(texts))


def test_a_plan_of_last_year_was_told_and_goes_on(house: House) -> None:
    said(house, "demo", "--counted")
    northshire = scope.employer("northshire")
    assert northshire
    before, now = (
        plans.of_organisation(rounds.by_code(code), northshire) for code in (LAST_YEAR, THIS_YEAR)
    )
    assert telling.standing(before).published and not telling.standing(now).published
    assert now.moved and now.current
    told = said(house, "demo", "--counted")
    assert "Northshire" in told and Said.select().count() == 1


def test_nothing_of_it_is_left_once_the_demonstration_is_removed(house: House) -> None:
    said(house, "demo", "--counted")
    said(house, "demo", "--remove")
    assert not any(t.select().exists() for t in (Action, Said, PublishedComment, Comment))


def test_nobody_elses_comments_are_published_unread(house: House) -> None:
    house.open_round(2)
    with pytest.raises(Refused, match="read by two"):
        demonstration.publish_comments("spring", besides="")
