"""``flask staff``, and what ``flask demo`` says of administrators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from click.testing import Result

from portal.services.figures import readiness
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, authenticator, sessions
from tests.factories import ADA, OLGA, PAT, House, post
from tests.staff_at_work import code_of


@pytest.fixture
def house(house: House) -> Iterator[House]:
    """Commands read the clock themselves."""
    house.now = datetime.now(UTC).replace(microsecond=0)
    house.person(OLGA)
    yield house


def run(house: House, *command: str) -> Result:
    with house.app.app_context():  # as ``flask`` has one
        return house.app.test_cli_runner().invoke(args=command)


def says(house: House, *command: str) -> str:
    done = run(house, *command)
    assert (done.exit_code, done.stderr) == (0, "")
    return done.stdout.strip()


def refuses(house: House, *command: str) -> str:
    done = run(house, *command)
    assert (done.exit_code, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def path_in(said: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:8000(/staff/enter/[\w-]{22})", said)
    assert found, said
    return found[1]


def test_an_account_is_added_and_told_of(house: House) -> None:
    said = says(house, "staff", "add", ADA.upper(), "--role", "administrator", "--name", "Ada")
    assert said == f"{ADA} has an account"
    says(house, "staff", "add", PAT, "--role", "psw", "--organisation", "northshire")
    house.work()
    assert {letter.to: letter.name for letter in house.letters} == {ADA: "Ada", PAT: ""}
    assert f"{PAT}\tnorthshire" in says(house, "staff", "list")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--role", "psw"), "say which"),
        (("--role", "psw", "--organisation", "nowhere"), "no organisation nowhere"),
        (("--role", "owner"), "no role"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    house: House, options: tuple[str, ...], sentence: str
) -> None:
    assert sentence in refuses(house, "staff", "add", PAT, *options)


def test_a_link_from_the_command_line_signs_in_in_any_browser_once(house: House) -> None:
    house.person(PAT)
    link = path_in(says(house, "staff", "sign-in-link", PAT))
    client = house.client()
    assert post(client, link).status_code == 303
    assert client.get("/staff/").status_code == 200
    assert house.client().get(link).status_code == 410


def test_suspending_and_reinstating(house: House) -> None:
    client = house.signed_in(PAT)
    assert says(house, "staff", "suspend", PAT) == f"{PAT} is suspended"
    assert client.get("/staff/").status_code == 303
    assert "reinstate" in refuses(house, "staff", "sign-in-link", PAT)
    assert f"{PAT}\tnorthshire (suspended)" in says(house, "staff", "list")
    assert says(house, "staff", "reinstate", PAT) == f"{PAT} can sign in"
    assert path_in(says(house, "staff", "sign-in-link", PAT))


def test_the_last_administrator_stays(house: House) -> None:
    house.person(ADA)
    assert "last administrator" in refuses(house, "staff", "suspend", ADA)


def test_a_lost_authenticator_is_reset(house: House) -> None:
    cookie = sessions.begin(house.person(ADA), house.now, proven=False)
    session = sessions.current(cookie, house.now)
    assert session
    key = authenticator.offer(session, bytes(32)).secret
    authenticator.set_up(session, code_of(house, key), bytes(32), house.now)
    assert "sets up a new" in says(house, "staff", "reset-authenticator", ADA)
    assert not accounts.by_email(ADA).has_authenticator
    assert "no authenticator" in refuses(house, "staff", "reset-authenticator", ADA)


@pytest.mark.parametrize("command", ["sign-in-link", "suspend", "reinstate", "reset-authenticator"])
def test_an_address_without_an_account_is_refused_in_one_sentence(
    house: House, command: str
) -> None:
    assert "has no account" in refuses(house, "staff", command, "nobody@example.org")


def test_the_demonstration_makes_an_administrator_and_prints_a_link(house: House) -> None:
    first, second = says(house, "demo"), says(house, "demo")
    for said in (first, second):
        [line] = [line for line in said.splitlines() if "administrator" in line]
        assert line.startswith("An administrator's sign-in link: http://")
        assert house.client().get(path_in(line)).status_code == 200
    assert [each.email for each in accounts.every() if each.is_administrator] == [ADA]


def test_the_demonstration_leaves_the_way_to_a_first_round(house: House) -> None:
    says(house, "demo")
    steps = readiness.first_round(rounds.every(), 1)
    assert steps and not any(step.done for step in steps)


def test_where_there_is_an_administrator_it_says_how_to_get_a_link(house: House) -> None:
    house.person(ADA)
    said = says(house, "demo", "--if-empty")
    assert f"An administrator's sign-in link: `flask staff sign-in-link {ADA}`" in said
    assert "/staff/enter/" not in said


def test_the_demonstration_is_removed_and_not_made_again_by_itself(house: House) -> None:
    says(house, "demo")
    assert "removed the demonstration" in says(house, "demo", "--remove")
    assert not rounds.every()
    says(house, "demo", "--if-empty")
    assert not rounds.every()
    says(house, "demo")
    assert [each.code for each in rounds.every()] == ["demo"]


def test_a_demonstration_never_signs_in_as_somebody_elses_administrator(house: House) -> None:
    accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    said = says(house, "demo")
    assert "`flask staff sign-in-link eve@example.org`" in said
    assert "/staff/enter/" not in said


@pytest.mark.parametrize("options", [(), ("--if-empty",)])
def test_a_portal_in_use_is_given_no_administrator_by_the_demonstration(
    house: House, options: tuple[str, ...]
) -> None:
    house.round()
    said = says(house, "demo", *options)
    assert "`flask staff add EMAIL --role administrator`" in said
    assert [each.email for each in accounts.every()] == [OLGA]
