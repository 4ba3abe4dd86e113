"""One sheet starts a national round: what is written, and that nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from unittest.mock import patch

import pytest

from portal.calendar.state import State
from portal.errors import Conflict, Refused
from portal.services.enrolment import links
from portal.services.organisations import register as organisations
from portal.services.rounds import planning, steps
from portal.services.staff import accounts, team
from portal.store.people import Invitation
from portal.store.records import Audit
from tests.factories import ADA, NORTHSHIRE, OLGA, PAT, House
from tests.services.enrolment.sheets import (
    HEAD,
    NORTH,
    PLACE,
    RETURN,
    RETURNS,
    SOUTH,
    chosen,
    keys,
    look,
    put,
    there,
)


def rounds_of(house: House) -> None:
    """A round of staff and one of returns, which nobody takes part in but Northshire."""
    house.person()
    house.round("spring", organisations=("northshire",))
    house.round("returns", source=RETURN, organisations=("northshire",))


def holders() -> dict[str, tuple[str, str]]:
    return {row.organisation_id: (row.email, row.name) for row in Invitation.select()}


def test_an_organisation_without_anybody_is_named(house: House) -> None:
    rounds_of(house)
    looked = look(
        NORTH, (*SOUTH[:5], "", ""), given=chosen("spring", **{"left-northshire": "stay"})
    )
    assert [line for line in looked.told if "Without a principal" in line] == [
        f"Without a principal social worker, in the file and here: {SOUTH[1]}."
    ]


def test_organisations_accounts_rounds_and_returns_in_one_step(house: House) -> None:
    rounds_of(house)
    south = (*SOUTH, "Ravi Cole", "RAVI@south.example.org")
    done = put(
        (*NORTH, "", ""),
        south,
        head=RETURNS,
        given=chosen("spring", "returns", **{"left-northshire": "stay"}),
    )
    does = done.does
    assert (does.added, does.accounts, does.joined, does.links) == (2, 2, 4, 2)
    nora = accounts.by_email("nora@north.example.org")
    assert (nora.name, nora.organisation, nora.role) == ("Nora Ash", "north", "psw")
    assert planning.taking_part(done.there.rounds[0].id) == ("north", "northshire", "south")
    assert holders() == {
        "north": ("nora@north.example.org", "Nora Ash"),
        "south": ("ravi@south.example.org", "Ravi Cole"),
    }
    house.work()
    staff = [letter.to for letter in house.letters if "sign in" in letter.text]
    assert sorted(staff) == ["nora@north.example.org", "sam@south.example.org"]
    told = [row.did for row in Audit.select()]
    assert "gave sam@south.example.org an account as PSW of south" in told
    assert "changed round spring: north, south joined" in told
    assert "invited 2 people to round returns" in told


def test_all_of_it_is_written_or_none(house: House) -> None:
    rounds_of(house)
    before = there()
    answers = chosen("spring", "returns", **{"left-northshire": "leave"})
    with patch.object(links, "write", side_effect=Conflict("too late")), pytest.raises(Conflict):
        put(NORTH, SOUTH, given=answers)
    assert there() == before
    assert put(NORTH, SOUTH, given=answers).writes


def sheet(draw: Random, number: int) -> list[tuple[str, ...]]:
    """Organisations of which some have no code, several PSWs or a holder of the return."""
    rows = []
    for n in range(number):
        of = (f"Council {draw.randrange(3)} of Place {n}", *PLACE, f"p{n}.example.org")
        code = f"place-{n}" if draw.random() < 0.6 else ""
        for psw in range(draw.randrange(3)):
            named = (f"Psw {draw.randrange(9)}", f"psw{psw}@p{n}.example.org")
            blank = psw and draw.random() < 0.5
            own = ("", "", "", "") if blank else (*of[1:], "")
            rows.append((code, of[0], *own[:3], *named, "", ""))
        if rows and rows[-1][1] == of[0] and "@" in rows[-1][6]:
            rows.append((code, of[0], "", "", "", "", "vacant", "", ""))
        if not rows or rows[-1][1] != of[0]:
            holder = draw.choice(["", f"h{n}@p{n}.example.org"])
            rows.append((code, *of, "", "", "", holder))
    return rows


@pytest.mark.parametrize("seed", range(6))
def test_a_sheet_writes_the_same_in_any_order_and_nothing_the_second_time(
    house: House, seed: int
) -> None:
    rounds_of(house)
    draw = Random(seed)
    rows = sheet(draw, 7)
    given = chosen("spring", "returns", **{"left-northshire": "stay"})
    straight = look(*rows, head=RETURNS, given=given)
    assert not straight.faults
    draw.shuffle(rows)
    shuffled = look(*rows, head=RETURNS, given=given)
    assert wanted(straight) == wanted(shuffled)
    put(*rows, head=RETURNS, given=given)
    once = there()
    draw.shuffle(rows)
    again = put(*rows, head=RETURNS, given=given)
    assert not again.writes
    assert there() == once


def wanted(of: object) -> Sequence[object]:
    assert hasattr(of, "people")
    linked = sorted((each.organisation, each.to[1:]) for each in of.links)
    return (sorted(of.people.fresh), linked, of.joining, sorted(rec["code"] for _, rec in of.added))


@pytest.mark.parametrize(
    ("rows", "row", "said"),
    [
        ([(*NORTH[:5], "Ada", ADA)], 2, f"{ADA} is an administrator’s"),
        (
            [(*NORTHSHIRE.values(), "", ""), (*SOUTH[:5], "", PAT)],
            3,
            "is that of a PSW of Northshire County Council",
        ),
        ([NORTH, (*SOUTH[:5], "", NORTH[6])], 3, "is in row 2 too, for another organisation"),
        ([NORTH, NORTH], 3, "nora@north.example.org is in row 2 too"),
        ([(*NORTH[:5], "Nora Ash", "")], 2, "the address of the PSW Nora Ash is missing"),
        ([(*NORTH[:5], "Nora Ash", "nora@north")], 2, "PSW: “nora@north” is no address"),
        ([(*NORTH[:5], "A; B; C", "a@x.example.org; b@x.example.org")], 2, "is no address"),
        ([NORTH, ("north", "North", *PLACE, "", "", "b@x.example.org")], 3, "name is another than"),
        (
            [NORTH, ("north", "", "NHS trust", "", "", *SOUTH[5:])],
            3,
            "the type is another than in row 2",
        ),
    ],
)
def test_what_is_wrong_with_people_is_told_by_row(
    house: House, rows: list[tuple[str, ...]], row: int, said: str
) -> None:
    house.person()
    house.person(PAT)
    found = look(*rows)
    assert [each.row for each in found.faults] == [row]
    assert said in found.faults[0].what
    with pytest.raises(Refused, match=f"row {row}"):
        put(*rows)


@pytest.mark.parametrize(
    ("names", "emails"),
    [
        (("Ann Bell; Bo Dean",), ("ann@x.example.org; bo@x.example.org",)),
        (("Bell, Ann; Bo Dean",), ("ann@x.example.org bo@x.example.org",)),
        (("",), ("Ann Bell <ann@x.example.org>; Bo Dean <bo@x.example.org>",)),
        (("Ann Bell", "Bo Dean"), ("ann@x.example.org", "mailto:Bo@x.example.org")),
        (("Ann Bell <ann@x.example.org>", "Bo Dean <bo@x.example.org>"), ("", "")),
    ],
)
def test_several_people_may_stand_in_a_cell_or_in_columns(
    house: House, names: tuple[str, ...], emails: tuple[str, ...]
) -> None:
    house.person()
    head = (
        *HEAD[:5],
        *(f"PSW {n}" for n, _ in enumerate(names, 1)),
        *(f"PSW {n} email" for n, _ in enumerate(emails, 1)),
    )
    found = look((*NORTH[:5], *names, *emails), head=head)
    assert found.people.fresh == (
        ("ann@x.example.org", "Ann Bell", "north"),
        ("bo@x.example.org", "Bo Dean", "north"),
    )


@pytest.mark.parametrize("nobody", ["", "n/a", "TBC", "vacant", "-"])
def test_where_nobody_is_named_nobody_gets_an_account(house: House, nobody: str) -> None:
    house.person()
    done = put((*NORTH[:5], nobody, nobody))
    assert (done.does.added, done.does.accounts, done.questions) == (1, 0, ())


def test_the_link_goes_to_the_holder_else_to_the_first_by_name(house: House) -> None:
    rounds_of(house)
    second = ("south", "", "", "", "", "Abe Yew", "abe@south.example.org")
    given = chosen("returns", **{"left-northshire": "stay"})
    put(NORTH, SOUTH, second, given=given)
    assert holders()["south"] == ("abe@south.example.org", "Abe Yew")
    other = look((*SOUTH, "", NORTH[6]), head=RETURNS, given=given)
    assert "move it on its page" in " ".join(other.told)
    new = ("west", "West Council", *PLACE, "", "", "", "Nora Ash", NORTH[6])
    found = look((*NORTH, "", ""), new, head=RETURNS, given=given).faults
    assert [each.row for each in found] == [3]
    assert "has the link of the return of North Council" in found[0].what


def test_the_link_goes_to_a_psw_with_an_account_where_the_sheet_has_no_people(
    house: House,
) -> None:
    rounds_of(house)
    house.person(PAT)
    rows = [NORTH[:5], tuple(NORTHSHIRE.values())]
    done = put(*rows, head=HEAD[:5], given=chosen("returns"))
    assert holders() == {"northshire": (PAT, "")}
    assert done.told == (
        "Not in the file, and in none of the chosen rounds: London Borough of Southborough.",
        "Nobody gets the link of the return of North Council yet.",
    )


def test_a_link_whose_address_was_turned_away_is_told_to_be_nobodys(house: House) -> None:
    rounds_of(house)
    put(NORTH, given=chosen("returns", **{"left-northshire": "stay"}))
    Invitation.update(withdrawn=1, waiting=1, decided=house.now.date()).execute()
    told = look(NORTH, given=chosen("returns")).told
    assert "Nobody gets the link of the return of North Council yet." in told


def test_the_link_goes_to_nobody_who_is_suspended(house: House) -> None:
    rounds_of(house)
    house.person(PAT)
    team.suspend(accounts.by_email(PAT), ADA, house.now)
    row = (*NORTHSHIRE.values(), "", PAT)
    asked = look(row, given=chosen("returns"))
    (key,) = keys(asked)
    kept = look(row, given=chosen("returns", **{key: "keep"}))
    assert not kept.links
    assert "Nobody gets the link of the return of Northshire County Council yet." in kept.told
    (link,) = look(row, given=chosen("returns", **{key: "reinstate"})).links
    assert link.to.email == PAT


def test_a_mail_domain_that_several_have_tells_nothing(house: House) -> None:
    shared = [(f"t{n}", f"Trust {n}", *PLACE, "nhs.example.org", "", "") for n in range(3)]
    put(*shared)
    assert not look(*shared[:2], ("", "Another Trust", *PLACE, "nhs.example.org", "", "")).asks


def test_a_round_that_has_opened_takes_nothing_from_a_sheet(house: House) -> None:
    house.open_round()
    with pytest.raises(Conflict, match="Round spring is open"):
        look(NORTH, given=chosen("spring"))
    draft = house.round("autumn")
    steps.unschedule("autumn", ADA, house.now)
    given = chosen("autumn", **{"left-northshire": "leave", "left-southborough": "stay"})
    done = put(NORTH, given=given)
    assert done.there.rounds[0].state == State.DRAFT
    assert planning.taking_part(draft.id) == ("north", "southborough")


def test_what_was_looked_at_is_not_written_over_somebody_elses_change(house: House) -> None:
    rounds_of(house)
    given = chosen("returns", **{"left-northshire": "stay"})
    read = look(NORTH, given=given)
    team.invite("new@south.example.org", "psw", "southborough", ADA, house.now)
    after = look(NORTH, given=given)
    assert read.mark != after.mark
    house.invite(1, "northshire", "returns")
    assert after.mark != look(NORTH, given=given).mark
    organisations.add(organisations.OrganisationInfo("w", "W", *PLACE), ADA, house.now)
    house.invite(1, "northshire", "spring")
    kept = look(NORTH, given=chosen("spring"))
    assert keys(kept) == []
    assert "Northshire County Council is not in the file, and has invited" in kept.told[0]


def test_who_was_put_back_can_sign_in_again(house: House) -> None:
    house.person(OLGA)
    team.suspend(accounts.by_email(OLGA), ADA, house.now)
    row = (
        "southborough",
        "London Borough of Southborough",
        "London borough",
        "London",
        "",
        "",
        OLGA,
    )
    asked = look(row)
    (key,) = keys(asked)
    put(row, given={key: "keep"})
    assert accounts.by_email(OLGA).suspended
    put(row, given={key: "reinstate"})
    assert not accounts.by_email(OLGA).suspended
