"""What was released is looked at once more, whenever somebody asks."""

from __future__ import annotations

import secrets

import pytest

from portal.disclosure import release
from portal.disclosure.tally import Given
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot
from portal.store.db import writing
from portal.store.results import ReleasedCells, Response
from portal.store.rounds import Round
from tests.factories import SMALL, House
from tests.services import scenes

BY_ROLE = SMALL.replace("[service]", "[service, role]").replace(
    "# Support {#support}",
    """\
```question
id: role
type: choice
label: What are you?
options: {worker: A worker, manager: A manager}
```

# Support {#support}""",
)


def counted(house: House) -> None:
    house.open_round(northshire=24, southborough=4)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()


def audited(house: House) -> tuple[int, str]:
    done = house.app.test_cli_runner().invoke(args=["report", "audit", "spring"])
    return done.exit_code, done.output + (done.stderr if done.exit_code else "")


def test_a_sound_release_says_how_much_is_told(house: House) -> None:
    counted(house)
    code, said = audited(house)
    assert code == 0
    assert "scores: 1 of 2 organisations" in said
    assert "split by service: 0 of 2 organisations" in said
    assert said.endswith("No figure is of too few people.\n")


def test_figures_that_somebody_has_written_into_the_database_are_found(house: House) -> None:
    counted(house)
    [row, *_] = ReleasedCells.select().where(ReleasedCells.chapter == "scores")
    with writing():
        cells = row.cells.replace(",24,24,", ",4,4,")
        assert cells != row.cells
        ReleasedCells.update(cells=cells).where(ReleasedCells.id == row.id).execute()
    code, said = audited(house)
    assert code and "is of fewer than 10 people" in said


def test_responses_of_too_few_are_found(house: House) -> None:
    counted(house)
    [one, *_] = Response.select()
    with writing():
        Response.update(organisation="southborough").where(Response.id == one.id).execute()
    code, said = audited(house)
    assert code and "1 response alone of southborough" in said


def test_responses_of_a_round_that_keeps_none_are_found(house: House) -> None:
    counted(house)
    with writing():
        Round.update(responses_kept=0).execute()
    code, said = audited(house)
    assert code and "24 responses are stored: the round keeps none." in said
    with writing():
        Response.delete().execute()
    assert audited(house)[0] == 0


def test_figures_of_roles_beside_single_responses_are_found(house: House) -> None:
    """Whatever their size: they give each response's role away (decision 41)."""
    house.open_round(northshire=24, source=BY_ROLE, responses_kept=False)
    for number, link in enumerate(house.links()):
        scenes.respond(house, link, service="adults", role="worker" if number % 2 else "manager")
    house.work(days=8)
    house.work()
    assert "split by role: 1 of 2 organisations" in audited(house)[1]
    round_ = rounds.by_code("spring").id
    reply = {"organisation": "northshire", "answers": '{"service":"adults"}', "scores": "{}"}
    with writing():
        Round.update(responses_kept=1).execute()
        for _ in range(24):
            Response.create(id=secrets.token_bytes(16), round=round_, **reply)
    failed, said = audited(house)
    assert failed and "Figures by role are told beside single responses." in said


def test_a_count_that_would_release_too_much_is_refused_and_nothing_is_lost(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release._Part, "told", property(lambda part: True))
    monkeypatch.setattr(Given, "invited", property(lambda given: 100))
    counted(house)
    round_ = rounds.by_code("spring")
    assert round_.state == "closed"
    assert "did not pass its audit" in round_.problem
    assert not ReleasedCells.select().exists() and not Response.select().exists()
    assert Ballot.select().count() == 28
