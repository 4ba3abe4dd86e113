"""Changes to single people of a list, and what becomes of their links."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from portal.errors import AlreadySubmitted, Conflict, LinkRevoked, NotFound, Refused
from portal.services.answering import arriving
from portal.services.figures import overview, reach
from portal.services.figures import tallies as counts
from portal.services.people import changes, importing, listing, waiting
from portal.services.people.listing import Invited, Place
from portal.services.rounds import register as rounds
from portal.store.answers import Ticket
from portal.store.letters import Outgoing
from portal.store.people import Invitation
from portal.store.records import Audit
from tests.factories import ADA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def place(house: House, northshire: int = 1, **changes: object) -> Place:
    """The list of an open round, its letters out."""
    code = house.open_round(northshire=northshire, **changes).code
    return listing.place(code, "northshire")


def first(where: Place) -> Invited:
    return listing.page(where).people[0]


def withdrawn(house: House, where: Place) -> Invited:
    return changes.withdraw(where, first(where).id, house.person(PAT), house.now)


def turnout() -> tuple[int, int | None]:
    """Whoever may see it."""
    round_ = rounds.by_code("spring")
    of = counts.live(round_.id, reach.live(round_.id))["northshire"]
    if round_.state != "open":
        [row] = [row for row in overview.status("spring").rows if row.code == "northshire"]
        of = row.numbers
    return of.letters.given, of.letters.answers


def opens(house: House, link: str) -> str:
    try:
        arriving.by_token(scenes.token_of(link), house.now, house.tools.keys)
    except (AlreadySubmitted, LinkRevoked, NotFound) as error:
        return type(error).__name__
    return "opens"


def test_somebody_who_left_gets_no_letters_and_no_way_in(house: House) -> None:
    where = place(house, 2)
    withdrawn(house, where)
    house.work()
    assert opens(house, house.links("remi1@")[0]) == "LinkRevoked"
    assert opens(house, house.links("remi2@")[0]) == "opens"
    assert turnout() == (1, 0)
    assert len(house.letters) == 2


def test_answers_of_somebody_who_left_stay_in(house: House) -> None:
    where = place(house, 12)
    scenes.everybody_responds(house)
    withdrawn(house, where)
    house.work()
    assert turnout() == (11, 12)
    house.work(days=8)
    ending = overview.status("spring").certificate
    assert ending and ending.kept
    assert turnout() == (11, 12)


def test_nobody_learns_from_taking_off_or_putting_back_whether_somebody_has_answered(
    house: House,
) -> None:
    where = place(house, 2)
    scenes.respond(house, house.links()[0])
    pat, seen = house.person(PAT), []
    for person in listing.page(where).people:
        before, letters = turnout(), len(house.letters)
        steps = []
        for step in (changes.withdraw, changes.restore):
            step(where, person.id, pat, house.now)
            house.work()
            now = listing.one(where, person.id)
            did = Audit.select().where(Audit.who == PAT).order_by(Audit.id.desc()).get().did
            steps.append((now.state, now.linked, turnout()[0] - before[0], turnout()[1], did))
        kinds = sorted(
            row.kind
            for row in Outgoing.select().where(Outgoing.invitation == bytes.fromhex(person.id))
        )
        row = Invitation.get_by_id(bytes.fromhex(person.id))
        seen.append((steps, kinds, row.issue, row.minted, len(house.letters) - letters))
    assert seen[0] == seen[1]


def test_who_is_put_back_gets_a_link_that_works_unless_they_have_answered(house: House) -> None:
    where = place(house, 2)
    scenes.respond(house, house.links("remi1@")[0])
    links = {}
    for person in listing.page(where).people:
        changes.withdraw(where, person.id, house.person(PAT), house.now)
        house.work()
        changes.restore(where, person.id, house.person(PAT), house.now)
        house.work()
        links[person.email] = house.links()[-1]
    assert [opens(house, links[email]) for email in sorted(links)] == ["AlreadySubmitted", "opens"]
    assert turnout() == (2, 1)
    assert Ticket.select().where(Ticket.state == "spent").count() == 1


def test_off_and_on_again_before_the_worker_comes_is_one_new_link(house: House) -> None:
    where = place(house)
    changes.restore(where, withdrawn(house, where).id, house.person(PAT), house.now)
    house.work()
    assert len(house.letters) == 2
    assert sorted(row.state for row in Ticket.select()) == ["unused", "void"]


def test_whoever_leaves_before_the_opening_gets_no_letter_at_all(house: House) -> None:
    house.round()
    house.invite(2)
    where = listing.place("spring", "northshire")
    withdrawn(house, where)
    house.work()
    assert [letter.to for letter in house.letters] == ["remi2@northshire.example.org"]
    changes.restore(where, first(where).id, house.person(PAT), house.now)
    house.work()
    assert "your personal link" in house.letters[-1].subject


def test_a_draft_of_somebody_who_left_cannot_be_submitted(house: House) -> None:
    where = place(house)
    code = scenes.begin(house, house.links()[0])
    scenes.fill(house, code)
    withdrawn(house, where)
    house.work()
    with pytest.raises(LinkRevoked):
        scenes.submit(house, code)


def test_taking_off_twice_is_taking_off_once(house: House) -> None:
    where = place(house)
    withdrawn(house, where)
    withdrawn(house, where)
    assert Invitation.get().issue == 1


def test_a_corrected_address_gets_a_link_of_its_own(house: House) -> None:
    where = place(house)
    Invitation.update(undeliverable="no such mailbox", name="Remi").execute()
    old = first(where)
    new = changes.correct(
        where, old.id, " 'Rosa@Northshire.example.org'", house.person(PAT), house.now
    )
    house.work()
    assert (new.email, new.name, new.state) == ("rosa@northshire.example.org", "Remi", "invited")
    with pytest.raises(NotFound):
        listing.one(where, old.id)
    assert [each.email for each in listing.page(where).people] == [new.email]
    assert house.letters[-1].to == "rosa@northshire.example.org"
    assert [opens(house, link) for link in house.links()] == ["LinkRevoked", "opens"]
    assert turnout() == (1, 0)


def test_whoever_reads_the_corrected_mailbox_cannot_tell_whether_the_person_has_answered(
    house: House,
) -> None:
    where = place(house, 2)
    scenes.respond(house, house.links()[0])
    found = []
    for number, person in enumerate(listing.page(where).people):
        mine = f"pat{number}@northshire.example.org"
        changes.correct(where, person.id, mine, house.person(PAT), house.now)
        house.work()
        found.append(opens(house, house.links()[-1]))
    assert found == ["opens", "opens"]


def test_an_address_without_a_link_is_corrected_in_its_place(house: House) -> None:
    house.round()
    house.invite(1)
    where = listing.place("spring", "northshire")
    changes.correct(
        where, first(where).id, "a@northshire.example.org", house.person(PAT), house.now
    )
    house.work()
    assert [letter.to for letter in house.letters] == ["a@northshire.example.org"]
    assert Invitation.select().count() == 1


@pytest.mark.parametrize("opened", [True, False])
def test_a_corrected_address_outside_the_domains_waits(house: House, opened: bool) -> None:
    house.round()
    house.invite(1)
    if opened:
        house.work()
    where, before = listing.place("spring", "northshire"), len(house.letters)
    new = changes.correct(where, first(where).id, "a@example.com", house.person(PAT), house.now)
    house.work()
    assert new.state == "waiting"
    assert len(house.letters) == before
    assert waiting.let_in(where, [new.id], house.person(ADA), house.now) == 1
    house.work()
    assert house.letters[-1].to == "a@example.com"


@pytest.mark.parametrize("turned_away", [False, True])
def test_an_address_that_waits_or_was_turned_away_is_corrected_back_to_one_with_a_link(
    house: House, *, turned_away: bool
) -> None:
    where, pat = place(house), house.person(PAT)
    before = first(where)
    waits = changes.correct(where, before.id, "a@example.com", pat, house.now)
    house.work()
    if turned_away:
        waiting.turn_away(where, None, "", house.person(ADA), house.now)
    again = changes.correct(where, waits.id, before.email, pat, house.now)
    house.work()
    assert [each.id for each in listing.page(where).people] == [again.id] == [before.id]
    assert (again.state, len(house.letters)) == ("invited", 2)
    assert [opens(house, link) for link in house.links()] == ["LinkRevoked", "opens"]
    changes.correct(where, again.id, "a@example.com", house.person(ADA), house.now)
    house.work()
    assert house.letters[-1].to == "a@example.com"
    assert [each.email for each in listing.page(where).people] == ["a@example.com"]
    assert opens(house, house.links()[-1]) == "opens"


@pytest.mark.parametrize(
    ("email", "said"),
    [("x", "no address"), ("remi2@northshire.example.org", "already"), ("", "no address")],
)
def test_an_address_is_corrected_to_a_good_one_that_nobody_has(
    house: House, email: str, said: str
) -> None:
    where = place(house, 2)
    with pytest.raises(Refused, match=said):
        changes.correct(where, first(where).id, email, house.person(PAT), house.now)
    assert first(where).state == "invited"


def test_a_new_link_gives_an_address_another_chance(house: House) -> None:
    where = place(house)
    Invitation.update(undeliverable="mailbox full").execute()
    changes.reissue(where, first(where).id, house.person(PAT), house.now)
    house.work()
    assert first(where).state == "invited"
    assert "new link" in house.letters[-1].subject


@pytest.mark.parametrize("ask", [changes.reissue, changes.resend])
def test_there_is_no_new_link_before_the_first(house: House, ask: Callable[..., None]) -> None:
    house.round()
    house.invite(1)
    where = listing.place("spring", "northshire")
    with pytest.raises(Conflict, match=r"no link yet.*once the round is open"):
        ask(where, first(where).id, house.person(PAT), house.now)


@pytest.mark.parametrize("ask", [changes.reissue, changes.resend])
@pytest.mark.parametrize(
    ("state", "said"),
    [("withdrawn", "taken off the list"), ("waiting", "waits for an"), ("new", "within minutes")],
)
def test_why_somebody_gets_no_new_link_is_said_as_it_is(
    house: House, ask: Callable[..., None], state: str, said: str
) -> None:
    where = place(house)
    if state == "new":
        Invitation.update(minted=-1).execute()
    else:
        Invitation.update(**{state: 1}).execute()
    with pytest.raises(Conflict, match=said):
        ask(where, first(where).id, house.person(PAT), house.now)


def test_a_closed_round_changes_nothing(house: House) -> None:
    where, pat = place(house), house.person(PAT)
    person = first(where).id
    house.work(days=8)
    for ask in (
        lambda: changes.withdraw(where, person, pat, house.now),
        lambda: changes.correct(where, person, "a@example.org", pat, house.now),
        lambda: waiting.let_in(where, None, house.person(ADA), house.now),
    ):
        with pytest.raises(Conflict, match="has closed"):
            ask()


def test_a_return_moves_with_its_answers_to_another_address(house: House) -> None:
    where, pat = place(house, 0, source=RETURN), house.person(PAT)
    importing.give_link(where, PAT, "Pat", pat, house.now)
    house.work()
    old = house.links()[0]
    code = scenes.begin(house, old)
    changes.correct(where, first(where).id, "hr@northshire.example.org", pat, house.now)
    house.work()
    new = house.links()[-1]
    assert house.letters[-1].to == "hr@northshire.example.org"
    assert [opens(house, link) for link in (old, new)] == ["LinkRevoked", "opens"]
    assert scenes.begin(house, new) != code
    assert scenes.left_behind()[0] == 1


def test_a_return_is_moved_and_never_taken_off(house: House) -> None:
    where = place(house, 1, source=RETURN)
    with pytest.raises(Conflict, match="move it"):
        withdrawn(house, where)
