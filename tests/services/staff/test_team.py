"""Accounts given, taken away, and handed over to a new person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services import audit
from portal.services.people import importing
from portal.services.staff import accounts, sessions, signing_in, team
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Round
from portal.store.staff import StaffSession
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN, answers, finish, save

KIM = "kim@northshire.example.org"


def did() -> str:
    return audit.page().deeds[0].did


def test_the_team_is_listed_by_organisation_administrators_first(house: House) -> None:
    for email in (PAT, ADA, OLGA):
        house.person(email)
    listed = [(group.name, [p.email for p in group.people]) for group in team.groups()]
    assert listed == [
        ("Administrators", [ADA]),
        ("London Borough of Southborough", [OLGA]),
        ("Northshire County Council", [PAT]),
    ]


def people(words: str = "", *, never: bool = False) -> list[str]:
    return [each.email for group in team.groups(words, never=never) for each in group.people]


def test_people_are_sought_by_address_name_and_organisation(house: House) -> None:
    for email in (PAT, OLGA):
        house.person(email)
    accounts.add(KIM, "psw", "northshire", ADA, house.now, "Kim Ng")
    assert people("COUNTY pat") == [PAT]
    assert people("kim ng") == [KIM]
    assert people("pat olga") == []


def test_who_has_never_signed_in_is_told_again_how_to_once_a_day(house: House) -> None:
    for email in (PAT, OLGA):
        house.person(email)
    accounts.add(KIM, "psw", "northshire", ADA, house.now)
    sessions.begin(house.person(OLGA), house.now, proven=True)
    team.suspend(house.person(PAT), ADA, house.now)
    assert people(never=True) == [KIM]
    everybody = [person.id for person in accounts.every()]
    assert team.welcome_again(everybody, ADA, house.now) == 2
    assert did() == "had 2 people told again how to sign in"
    assert team.welcome_again(everybody, ADA, house.now) == 0
    house.work()
    assert sorted(letter.to for letter in house.letters) == [KIM, OLGA]
    assert team.welcome_again(everybody, ADA, house.now + timedelta(days=1)) == 2


@pytest.mark.parametrize(
    ("email", "role", "organisation", "error"),
    [
        (PAT, "psw", "northshire", Conflict),
        (KIM, "psw", None, Refused),
        (KIM, "psw", "nowhere", NotFound),
        (KIM, "administrator", "northshire", Refused),
        (KIM, "owner", None, Refused),
        ("kim", "administrator", None, Refused),
        ("kim@example", "administrator", None, Refused),
    ],
)
def test_an_account_that_cannot_be_is_not_made_and_nobody_is_written_to(
    house: House, email: str, role: str, organisation: str | None, error: type[Exception]
) -> None:
    house.person(PAT)
    before = scenes.snapshot()
    with pytest.raises(error):
        team.invite(email, role, organisation, ADA, house.now)
    assert scenes.snapshot() == before


def test_a_suspended_person_is_out_at_once_and_comes_in_no_more(house: House) -> None:
    pat = house.person(PAT)
    cookie = sessions.begin(pat, house.now, proven=True)
    token = signing_in.by_hand(PAT, ADA, house.now)
    team.suspend(pat, ADA, house.now)
    assert did() == f"suspended {PAT}"
    assert sessions.current(cookie, house.now) is None
    with pytest.raises(NotFound):
        signing_in.enter(token, "", house.now)


def test_a_reinstated_person_can_ask_for_a_link_again_but_uses_no_old_one(house: House) -> None:
    pat = house.person(PAT)
    old = signing_in.by_hand(PAT, ADA, house.now)
    team.suspend(pat, ADA, house.now)
    team.reinstate(pat, ADA, house.now)
    assert did() == f"reinstated {PAT}"
    with pytest.raises(Conflict):
        signing_in.enter(old, "", house.now)
    assert signing_in.enter(signing_in.by_hand(PAT, ADA, house.now), "", house.now)


def test_reinstating_somebody_who_is_not_suspended_changes_nothing(house: House) -> None:
    pat = house.person(PAT)
    before = scenes.snapshot()
    team.reinstate(pat, ADA, house.now)
    assert scenes.snapshot() == before


def test_an_account_is_made_and_found_by_an_address_as_mail_programs_copy_it(house: House) -> None:
    eve = accounts.add("'Eve@example.org'", "administrator", None, ADA, house.now)
    assert eve.email == "eve@example.org"
    assert accounts.by_email('"Eve" <eve@example.org>') == eve
    with pytest.raises(Refused, match="after the @ come names of up to 63 letters"):
        accounts.add("eve@ex_ample.org", "administrator", None, ADA, house.now)


def test_nobody_suspends_themselves(house: House) -> None:
    house.person()
    accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    with pytest.raises(Conflict, match="yourself"):
        team.suspend(house.person(), ADA, house.now)


def test_the_last_administrator_who_can_sign_in_is_never_suspended(house: House) -> None:
    ada = house.person()
    eve = accounts.add("eve@example.org", "administrator", None, ADA, house.now)
    house.person(PAT)
    team.suspend(eve, audit.OPERATOR, house.now)
    with pytest.raises(Conflict, match="last administrator"):
        team.suspend(ada, audit.OPERATOR, house.now)
    team.suspend(house.person(PAT), audit.OPERATOR, house.now)


def returns(house: House, *, opened: bool = True) -> None:
    """A return that Pat and Olga are invited to."""
    for email in (PAT, OLGA):
        house.person(email)
    house.round(source=RETURN)
    rows = [
        {"organisation": "northshire", "email": PAT, "name": "Pat"},
        {"organisation": "southborough", "email": OLGA},
    ]
    importing.put("spring", list(enumerate(rows, 2)), ADA, house.now)
    if opened:
        house.work()


def hand_over(house: House) -> None:
    team.hand_over(house.person(PAT), KIM, "Kim Ng", ADA, house.now)


def invited() -> dict[str, str]:
    return {row.email: row.name for row in Invitation.select()}


def test_the_new_person_has_the_organisation_and_the_old_one_is_out(house: House) -> None:
    cookie = sessions.begin(house.person(PAT), house.now, proven=True)
    hand_over(house)
    assert accounts.by_email(KIM).organisation == "northshire"
    assert accounts.by_email(PAT).suspended
    assert sessions.current(cookie, house.now) is None
    assert StaffSession.select().count() == 0
    house.work()
    assert [letter.to for letter in house.letters] == [KIM]
    assert did() == f"handed the account of {PAT} over to {KIM}"


def test_a_half_done_return_goes_on_under_a_new_link_to_the_new_person(house: House) -> None:
    returns(house)
    old_link = house.links(PAT)[0]
    old = scenes.begin(house, old_link)
    save(house, old, "posts", {"q_posts": ["20"]})
    hand_over(house)
    house.work()
    new = scenes.begin(house, _link_to(house, KIM))
    assert answers(house, new) == {"posts": "20"}
    assert scenes.ticket_behind(old_link).state == "void"
    with pytest.raises(NotFound):
        answers(house, old)
    finish(house, new)
    assert invited() == {KIM: "Kim Ng", OLGA: ""}


def test_another_organisations_return_is_left_alone(house: House) -> None:
    returns(house)
    olgas = scenes.begin(house, house.links(OLGA)[0])
    save(house, olgas, "posts", {"q_posts": ["7"]})
    before = Invitation.get(Invitation.email == OLGA)
    hand_over(house)
    house.work()
    assert answers(house, olgas) == {"posts": "7"}
    assert Invitation.get(Invitation.email == OLGA).issue == before.issue


def test_a_return_that_is_only_planned_goes_to_the_new_person_alone(house: House) -> None:
    returns(house, opened=False)
    hand_over(house)
    house.work()
    assert sorted(letter.to for letter in house.letters) == [KIM, KIM, OLGA]
    assert Invitation.get(Invitation.email == KIM).issue == 0
    assert _link_to(house, KIM)


def test_a_return_that_is_a_draft_goes_to_the_new_person_too(house: House) -> None:
    returns(house, opened=False)
    Round.update(state="draft").execute()
    hand_over(house)
    assert {row.email for row in Invitation.select()} == {KIM, OLGA}


def test_a_practitioners_own_invitation_is_not_handed_over(house: House) -> None:
    house.person(PAT)
    house.round()
    rows = [{"organisation": "northshire", "email": PAT}]
    importing.put("spring", list(enumerate(rows, 2)), ADA, house.now)
    house.work()
    hand_over(house)
    assert invited() == {PAT: ""}


def test_who_has_the_link_to_the_return_already_keeps_it(house: House) -> None:
    returns(house)
    Invitation.update(email=KIM).where(Invitation.email == PAT).execute()
    hand_over(house)
    assert Invitation.get(Invitation.email == KIM).issue == 0


def test_who_has_another_organisations_return_does_not_take_over(house: House) -> None:
    returns(house)
    Invitation.update(email=KIM).where(Invitation.email == OLGA).execute()
    with pytest.raises(Conflict, match="another organisation's return"):
        hand_over(house)
    assert not accounts.by_email(PAT).suspended
    assert invited() == {PAT: "Pat", KIM: ""}


def test_answers_to_letters_go_to_the_new_person_where_they_went_to_the_old(house: House) -> None:
    house.person(PAT)
    house.person(OLGA)
    Organisation.update(reply_to=PAT).execute()
    hand_over(house)
    found = {row.code: row.reply_to for row in Organisation.select()}
    assert found == {"northshire": KIM, "southborough": PAT}


@pytest.mark.parametrize("who", [ADA, PAT])
def test_only_a_psw_who_is_in_can_be_followed_by_somebody(house: House, who: str) -> None:
    house.person()
    person = house.person(who)
    if who == PAT:
        team.suspend(person, ADA, house.now)
    before = scenes.snapshot()
    with pytest.raises(Conflict, match="handed over"):
        team.hand_over(accounts.by_email(who), KIM, "", ADA, house.now)
    assert scenes.snapshot() == before


def test_nothing_is_handed_over_to_an_address_that_has_an_account(house: House) -> None:
    returns(house)
    before = scenes.snapshot()
    with pytest.raises(Conflict, match="has an account"):
        team.hand_over(house.person(PAT), OLGA, "", ADA, house.now)
    assert not accounts.by_email(PAT).suspended
    assert scenes.snapshot().keys() == before.keys()


def _link_to(house: House, email: str) -> str:
    from tests.factories import link_in

    [found] = [
        link_in(letter) for letter in house.letters if letter.to == email and "/i/" in letter.text
    ]
    return found
