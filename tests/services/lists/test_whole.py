"""The lists of all organisations in one file: what is shown of it, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.services.lists import whole
from portal.services.lists.whole import WholeInvited, WholePreview
from portal.services.people import changes, invitations, listing
from portal.services.uploads import Confirmed
from portal.store.db import db
from portal.store.people import Invitation
from portal.store.records import Audit, Upload
from portal.store.rounds import Participation
from tests.factories import ADA, PAT, House, type_in
from tests.services.figures.test_returns_answered import RETURN

HEAD = "Organisation,Name,Email,Grade\n"
FILE = (
    f"{HEAD}northshire,Rosa,rosa@northshire.example.org,9\n"
    "London borough of Southborough,Zoe,zoe@southborough.example.org,7\n"
)


def kept(house: House, text: str = FILE) -> str:
    return whole.keep("spring", text.encode(), house.person(ADA), house.now)


def looked_at(house: House, text: str = FILE, **given: str) -> WholePreview:
    return whole.preview("spring", kept(house, text), house.person(ADA), house.now, given)


def confirmed(house: House, text: str = FILE, **given: str) -> WholeInvited:
    return whole.confirm("spring", kept(house, text), house.person(ADA), house.now, given)


def invited() -> set[tuple[str, str, int]]:
    return {(row.organisation_id, row.email, row.waiting) for row in Invitation.select()}


def wrong(preview: WholePreview) -> dict[int, str]:
    return {each.row: each.wrong for each in preview.left_out}


def numbers(preview: WholePreview) -> dict[str, tuple[int, ...]]:
    return {
        each.code: (each.fresh, each.known, each.left_out, each.besides, each.total)
        for each in preview.shares
    }


def test_nobody_is_invited_before_the_file_is_confirmed(house: House) -> None:
    house.round()
    name = kept(house)
    preview = whole.preview("spring", name, house.person(ADA), house.now)
    assert numbers(preview) == {"northshire": (1, 0, 0, 0, 1), "southborough": (1, 0, 0, 0, 1)}
    assert preview.note.endswith("organisations from “Organisation” (column A).")
    assert invited() == set()
    done = whole.confirm("spring", name, house.person(ADA), house.now)
    assert done == WholeInvited(added=2, organisations=2, known=0, left_out=0)
    assert invited() == {
        ("northshire", "rosa@northshire.example.org", 0),
        ("southborough", "zoe@southborough.example.org", 0),
    }
    last = Audit.select().order_by(Audit.id.desc()).first()
    assert (last.who, last.did) == (ADA, "invited 2 people of 2 organisations to round spring")


def test_no_more_is_kept_of_the_file_than_is_read(house: House) -> None:
    house.round()
    kept(house, HEAD + "northshire,Rosa,rosa@northshire.example.org,Grade nine\n")
    body = bytes(Upload.get().body)
    assert b"rosa@" in body
    assert b"nine" not in body


@pytest.mark.parametrize("again", [whole.preview, whole.confirm, whole.drop])
def test_a_file_is_confirmed_once_and_no_address_of_it_is_left(
    house: House, again: Callable[..., object]
) -> None:
    house.round()
    name, ada = kept(house), house.person(ADA)
    done = whole.confirm("spring", name, ada, house.now)
    assert b"@" not in Upload.get().body
    with pytest.raises(Confirmed) as told:
        again("spring", name, ada, house.now)
    assert WholeInvited(**told.value.numbers) == done
    assert len(invited()) == 2


def test_a_waiting_file_goes_with_the_rounds_lists(house: House) -> None:
    house.round()
    house.work()
    house.work(days=6, hours=23, minutes=30)
    kept(house)
    house.work(minutes=31)
    assert not Upload.select().exists()


def test_an_address_outside_the_mail_domains_waits_for_nobody(house: House) -> None:
    house.round()
    confirmed(house, HEAD + "northshire,Out,out@example.com,\n")
    assert invited() == {("northshire", "out@example.com", 0)}


def test_a_file_adds_to_the_lists_and_takes_nobody_off(house: House) -> None:
    house.round()
    house.invite(3)
    north = listing.place("spring", "northshire")
    taken_off = listing.page(north).people[0].id
    changes.withdraw(north, taken_off, house.person(ADA), house.now)
    type_in(north, "waits@example.com", house.person(PAT), house.now)
    text = (
        f"{HEAD}northshire,,remi1@northshire.example.org,\n"
        "northshire,,remi2@northshire.example.org,\n"
        "northshire,,waits@example.com,\n"
        "northshire,,new@northshire.example.org,\n"
    )
    before = invited()
    preview = looked_at(house, text)
    assert numbers(preview) == {"northshire": (1, 3, 0, 1, 3)}
    assert (preview.known, preview.withdrawn, preview.waiting) == (3, 1, 1)
    assert preview.absent == ("London Borough of Southborough",)
    assert confirmed(house, text) == WholeInvited(1, 1, 3, 0)
    assert invited() - before == {("northshire", "new@northshire.example.org", 0)}
    assert before < invited()
    assert listing.counts(north).withdrawn == 1


def test_every_row_that_is_wrong_is_told_and_left_out(house: House) -> None:
    house.round()
    south = listing.place("spring", "southborough")
    type_in(south, "theirs@example.org\nmail+box@example.org", house.person(ADA), house.now)
    preview = looked_at(
        house,
        f"{HEAD}northshire,,bad,\n"
        "northshire,,two@example.org,\n"
        "northshire,,TWO@example.org,\n"
        "southborough,,two@example.org,\n"
        "northshire,,theirs@example.org,\n"
        "southborough,,mail@example.org,\n"
        "elsewhere,Ed,ed@example.org,\n"
        ",Nob,nob@example.org,\n",
    )
    assert [(each.row, each.email) for each in preview.fresh] == [(3, "two@example.org")]
    assert wrong(preview) == {
        2: "“bad” is no address like name@example.org",
        4: "the address is in row 3 too",
        5: "the address is in row 3 too, for Northshire County Council; only one can invite them",
        6: "London Borough of Southborough invites this person already; take them off there first",
        7: "it leads to the mailbox of mail+box@example.org, which is listed",
        8: "the organisation does not take part",
        9: "there is no organisation",
    }
    assert {each.written for each in preview.unknown} == {"elsewhere", ""}
    assert numbers(preview)["northshire"] == (1, 0, 3, 0, 1)


@pytest.mark.parametrize(("answer", "added"), [("leave-out", 1), ("include", 2)])
def test_shared_mailboxes_are_asked_about(house: House, answer: str, added: int) -> None:
    house.round()
    text = f"{HEAD}northshire,,duty-team@example.org,\nsouthborough,,zoe@example.org,\n"
    assert looked_at(house, text).open
    with pytest.raises(Refused, match="--shared"):
        confirmed(house, text)
    assert confirmed(house, text, shared=answer).added == added


def test_which_column_holds_the_addresses_is_asked(house: House) -> None:
    house.round()
    text = "Council,Email,Manager email\nnorthshire,a@example.org,b@example.org\n".replace(
        "Email,", "Staff email,"
    )
    assert [each.key for each in looked_at(house, text).questions] == ["column"]
    assert confirmed(house, text, column="C").added == 1
    assert {email for _, email, _ in invited()} == {"b@example.org"}


def test_a_file_without_organisations_is_refused(house: House) -> None:
    house.round()
    with pytest.raises(Refused, match="its organisation's code or name"):
        kept(house, "Name,Email\nRosa,rosa@example.org\n")


def test_a_return_takes_no_such_file(house: House) -> None:
    house.round(source=RETURN)
    with pytest.raises(Conflict, match="one link"):
        kept(house)


def test_nobody_else_sees_the_file(house: House) -> None:
    house.round()
    name = kept(house)
    with pytest.raises(NotFound):
        whole.preview("spring", name, house.person(PAT), house.now)


def test_a_dropped_file_is_gone(house: House) -> None:
    house.round()
    whole.drop("spring", kept(house), house.person(ADA), house.now)
    assert not Upload.select().exists()


def meanwhile(monkeypatch: pytest.MonkeyPatch, happens: Callable[[], object]) -> None:
    """Just before the file is written, when all of it has been looked at."""
    make, waits = invitations.new_row, [happens]

    def making(*args: Any, **more: Any) -> Any:
        if waits:
            waits.pop()()
        return make(*args, **more)

    monkeypatch.setattr(invitations, "new_row", making)


def test_another_click_meanwhile_writes_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.round()
    name, ada = kept(house), house.person(ADA)
    meanwhile(monkeypatch, lambda: whole.confirm("spring", name, ada, house.now))
    with pytest.raises(Confirmed) as told:
        whole.confirm("spring", name, ada, house.now)
    assert told.value.numbers["added"] == 2


def test_an_organisation_that_was_left_out_meanwhile_stops_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.round()
    part = Participation.delete().where(Participation.organisation == "northshire")
    meanwhile(monkeypatch, part.execute)
    with pytest.raises(Conflict, match="take part any more"):
        confirmed(house)
    assert invited() == set()


def test_what_a_psw_has_sent_meanwhile_stays_as_it_is(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.round()
    north, pat = listing.place("spring", "northshire"), house.person(PAT)
    theirs = "rosa@northshire.example.org, Rosa Own"
    meanwhile(monkeypatch, lambda: type_in(north, theirs, pat, house.now))
    assert confirmed(house) == WholeInvited(added=1, organisations=2, known=1, left_out=0)
    assert Invitation.get(Invitation.organisation == "northshire").name == "Rosa Own"


def _asked(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> tuple[int, int]:
    """Count the statements, and those while nobody else can write."""
    every, held, execute = list[str](), list[str](), db.execute_sql

    def noting(sql: str, params: Any = None) -> Any:
        every.append(sql)
        if db.in_transaction():
            held.append(sql)
        return execute(sql, params)

    with monkeypatch.context() as patched:
        patched.setattr(db, "execute_sql", noting)
        do()
    return len(every), len(held)


def test_many_people_take_no_more_statements_than_a_few(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.round()
    ada, asked = house.person(ADA), []
    for number in (2, 1_200):
        rows = "".join(
            f"{('northshire', 'southborough')[n % 2]},,p{n}+x@{number}.example.org,\n"
            for n in range(number)
        )
        name = kept(house, HEAD + rows)
        asked += [
            _asked(monkeypatch, partial(verb, "spring", name, ada, house.now))
            for verb in (whole.preview, whole.confirm)
        ]
    assert asked[:2] == asked[2:]
    assert asked[0][0] <= 10
    assert asked[1][1] <= 10
    assert len(invited()) == 1_202
