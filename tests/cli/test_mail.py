"""``flask mail``, and what ``round status`` says of letters."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from portal.post.letters import Letter
from portal.post.outcomes import Unknown
from portal.services.letters import bounces
from portal.store.db import Unavailable, db
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.worker import passes
from tests.factories import NOW, House
from tests.services.letters.test_bounces import SENDER, report


def said(house: House, *command: str, given: bytes = b"") -> str:
    result: Result = house.app.test_cli_runner().invoke(args=list(command), input=given)
    assert result.exit_code == 0, result.output
    return result.output


def opened(house: House, deliver: Callable[[Letter], None]) -> None:
    house.round()
    house.invite(2)
    passes.run(replace(house.tools, deliver=deliver), NOW)


def lose(_: Letter) -> None:
    raise Unknown


def test_a_letter_that_came_back_is_read_from_standard_input(house: House) -> None:
    house.open_round(northshire=2)
    assert said(house, "mail", "bounces", given=report(house)).startswith("1 addresses")
    assert said(house, "mail", "bounces", given=b"spam").startswith("0 addresses")
    assert "1 not reached by letters" in said(house, "round", "status", "spring")


@pytest.mark.parametrize("fault", [RuntimeError("secret"), Unavailable("the disk is full")])
def test_a_report_that_cannot_be_noted_now_is_left_with_the_mail_server(
    house: House, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 75 (EX_TEMPFAIL), and nothing that the message may hold."""

    def fails(*_: object) -> int:
        raise fault

    monkeypatch.setattr(bounces, "note", fails)
    result = house.app.test_cli_runner().invoke(args=["mail", "bounces"], input=b"spam")
    assert result.exit_code == 75
    assert "secret" not in result.output


def test_a_database_that_is_not_upgraded_leaves_a_report_with_the_mail_server(
    house: House,
) -> None:
    db.execute_sql("DELETE FROM schema_migration WHERE name > '0008'")
    result = house.app.test_cli_runner().invoke(args=["mail", "bounces"], input=b"spam")
    assert result.exit_code == 75
    assert "flask db upgrade" in result.output


def test_addresses_are_tried_again_since_a_moment(house: House) -> None:
    house.open_round(northshire=2)
    said(house, "mail", "bounces", given=report(house))
    later = ("mail", "try-again", "spring", "--since")
    assert "0 addresses" in said(house, *later, "2999-01-01T00:00")
    assert "1 addresses are tried again" in said(house, *later, "2026-03-02T09:00")
    assert {row.undeliverable for row in Invitation.select()} == {""}


def test_uncertain_letters_are_counted_and_settled(house: House) -> None:
    opened(house, lose)
    assert "2 uncertain" in said(house, "round", "status", "spring")
    status = json.loads(said(house, "round", "status", "spring", "--json"))
    assert status["letters"] == {"in_hand": 0, "uncertain": 2}
    assert "2 letters may or may not" in said(house, "mail", "uncertain", "spring")
    assert "2 letters are sent again" in said(house, "mail", "uncertain", "spring", "--send-again")
    assert {row.state for row in Outgoing.select()} == {"due"}
    assert "0 letters are left" in said(house, "mail", "uncertain", "spring", "--leave")


def test_closing_a_round_removes_its_letters_from_the_folder(house: House, tmp_path: Path) -> None:
    from portal.post import mail_folder

    folder = tmp_path / "mail"
    house.tools = replace(
        house.tools,
        deliver=lambda letter: mail_folder.into_folder(folder, letter, SENDER),
        clear=lambda box: mail_folder.clear(folder, box),
    )
    house.open_round(northshire=2)
    assert len(list((folder / "spring").glob("*.eml"))) == 2
    house.work(days=8)
    assert not (folder / "spring").exists()
