from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.calendar.schedule import Schedule
from portal.post.letters import Letter
from portal.services.letters import outbox
from portal.services.lifecycle import closing
from portal.services.people import invitations
from portal.services.rounds import register as rounds
from portal.store.db import db
from portal.store.letters import Outgoing, Wording
from portal.store.organisations import Organisation
from portal.store.people import Invitation
from portal.store.rounds import Reminder
from portal.worker import passes
from tests.factories import ADA, NOW, House
from tests.services import scenes

DAY = timedelta(days=1)
THREE = Schedule(NOW, NOW + 14 * DAY, (NOW + 2 * DAY, NOW + 4 * DAY, NOW + 6 * DAY))


def reminders(house: House) -> list[str]:
    """Whom a reminder has reached."""
    return sorted(letter.to for letter in house.letters if "still open" in letter.subject)


def states() -> set[str]:
    return {row.state for row in Outgoing.select()}


def test_everybody_invited_gets_one_letter_with_a_link_of_their_own(house: House) -> None:
    house.open_round(northshire=3, southborough=2)
    assert len({letter.to for letter in house.letters}) == len(house.letters) == 5
    assert len(set(house.links())) == 5
    assert states() == {"done"}


def test_a_second_pass_sends_nothing_again(house: House) -> None:
    house.open_round(northshire=3)
    house.work(hours=1)
    assert len(house.letters) == 3


def test_people_invited_later_get_their_letter_in_the_next_pass(house: House) -> None:
    house.open_round(northshire=1)
    house.invite(3)
    house.work(hours=1)
    assert len(house.letters) == 3


def test_nobody_gets_a_letter_before_the_round_opens(house: House) -> None:
    house.round(schedule=Schedule(NOW + DAY, NOW + 7 * DAY))
    house.invite(2)
    house.work()
    assert house.letters == []
    house.work(days=1)
    assert len(house.letters) == 2


def test_a_reminder_reaches_only_those_who_have_not_answered(house: House) -> None:
    house.open_round(northshire=3, schedule=THREE)
    answered = house.letters[1]
    scenes.respond(house, house.links()[1])
    house.work(days=2)
    others = sorted(letter.to for letter in house.letters[:3] if letter is not answered)
    assert reminders(house) == others


def test_a_reminder_leaves_the_same_row_for_those_who_have_answered(house: House) -> None:
    house.open_round(northshire=3, southborough=2, schedule=THREE)
    scenes.respond(house, house.links()[1])
    house.work(days=2)
    rows = Outgoing.select().where(Outgoing.kind.startswith("reminder"))
    assert rows.count() == 5
    assert len({row.invitation_id for row in rows}) == 5
    assert len({(row.round_id, row.kind, row.state, len(row.id)) for row in rows}) == 1


def test_a_reminder_leads_to_the_link_of_the_first_letter(house: House) -> None:
    house.open_round(schedule=THREE)
    house.work(days=2)
    first, second = house.links()
    assert first == second


def test_a_reminder_comes_at_its_time_and_once(house: House) -> None:
    house.open_round(schedule=THREE)
    house.work(days=2, seconds=-1)
    assert reminders(house) == []
    house.work(seconds=1)
    house.work(hours=1)
    assert len(reminders(house)) == 1
    house.work(days=2)
    assert len(reminders(house)) == 2


def test_after_an_outage_one_reminder_goes_out_and_not_many(house: House) -> None:
    house.open_round(northshire=2, schedule=THREE)
    house.work(days=5)
    assert len(reminders(house)) == 2
    assert Outgoing.select().where(Outgoing.kind.startswith("reminder")).count() == 2
    assert [row.done for row in Reminder.select().order_by(Reminder.at)] == [1, 1, 0]


def test_a_reminder_that_fell_due_while_the_round_closed_is_not_sent(house: House) -> None:
    house.open_round(schedule=THREE)
    house.work(days=15)
    assert reminders(house) == []


def test_whoever_wants_no_more_letters_gets_none(house: House) -> None:
    house.open_round(northshire=2, schedule=THREE)
    invitations.stop(house.letters[0].stop.rsplit("/", 1)[1])
    house.work(days=2)
    assert reminders(house) == [house.letters[1].to]
    assert states() == {"done"}


def test_a_reminder_after_a_reissue_leads_to_the_new_link(house: House) -> None:
    house.open_round(schedule=THREE)
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    house.work(days=2)
    links = house.links()
    assert links[0] not in links[1:]
    assert links[1] == links[2]


def test_a_spent_person_with_a_new_link_gets_no_reminder(house: House) -> None:
    house.open_round(schedule=THREE)
    scenes.respond(house, house.links()[0])
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    house.work(days=2)
    assert reminders(house) == []


def test_a_claimed_letter_cannot_be_claimed_again(house: House) -> None:
    found = house.round()
    house.invite(1)
    letter = _put_in_hand(found.id, "invitation")
    assert outbox.BOX.claim(letter, NOW)
    assert not outbox.BOX.claim(letter, NOW)
    outbox.BOX.sent(letter)
    assert not outbox.BOX.claim(letter, NOW)


def _put_in_hand(round_id: bytes, kind: str) -> bytes:
    outbox.put_in_hand(Invitation.get().id, round_id, kind, NOW)
    [letter] = outbox.due(round_id, NOW)
    return letter


def test_letters_whose_next_try_has_come_go_before_fresh_ones(house: House) -> None:
    found = house.round()
    house.invite(6)
    passes.open_rounds(house.tools, NOW)
    passes.mint(house.tools, NOW)
    again = [row.id for row in Outgoing.select().limit(3)]
    for minutes, letter_id in enumerate(again):
        retry = NOW + timedelta(minutes=minutes)
        Outgoing.update(retry=retry, attempts=1).where(Outgoing.id == letter_id).execute()
    assert outbox.due(found.id, NOW + timedelta(minutes=1), 3)[:2] == again[:2]
    assert again[2] not in outbox.due(found.id, NOW + timedelta(minutes=1))
    assert len(outbox.due(found.id, NOW + timedelta(minutes=1))) == 5


def test_a_letter_caught_in_the_moment_of_sending_is_not_sent_again(house: House) -> None:
    def die(_: Letter) -> None:
        raise KeyboardInterrupt

    house.round()
    house.invite(1)
    with pytest.raises(KeyboardInterrupt):
        passes.run(replace(house.tools, deliver=die), house.now)
    house.work()
    assert house.letters == []
    assert states() == {"sending"}


def test_a_letter_to_nobody_is_no_letter(house: House) -> None:
    found = house.open_round()
    of = outbox.round_letters(found.id, NOW)
    assert of
    assert outbox.compose(b"x" * 16, of, b"k" * 32, house.tools.sender, NOW) is None


def test_a_closing_between_claim_and_composing_lets_no_letter_out(house: House) -> None:
    found = house.open_round()
    key, of = house.tools.keys.link_key(found.id), outbox.round_letters(found.id, NOW)
    assert key
    assert of
    letter = _put_in_hand(found.id, "reminder 2026-03-03T09:00:00")
    assert outbox.BOX.claim(letter, NOW)
    closing.begin_closing(found.id, NOW)
    assert outbox.compose(letter, of, key, house.tools.sender, NOW) is None
    assert outbox.round_letters(found.id, NOW) is None


@pytest.mark.parametrize("field", ["withdrawn", "waiting", "stopped", "undeliverable"])
def test_whoever_is_to_get_none_gets_no_letter_that_was_already_due(
    house: House, field: str
) -> None:
    house.open_round(northshire=2, schedule=THREE)
    spared = house.letters[0].to
    column = Invitation._meta.fields[field]
    value = "there is no such address" if field == "undeliverable" else 1
    Invitation.update({column: value}).where(Invitation.email == spared).execute()
    house.work(days=2)
    assert reminders(house) == [house.letters[1].to]
    kinds = Outgoing.select().where(Outgoing.kind.startswith("reminder"))
    assert [row.state for row in kinds] == ["done", "done"]


@pytest.mark.parametrize("field", ["withdrawn", "waiting"])
def test_whoever_waits_or_was_taken_off_gets_no_link(house: House, field: str) -> None:
    house.round()
    house.invite(2)
    column = Invitation._meta.fields[field]
    spared = Invitation.get()
    Invitation.update({column: 1}).where(Invitation.id == spared.id).execute()
    house.work()
    assert [letter.to for letter in house.letters if letter.to == spared.email] == []
    Invitation.update({column: 0}).where(Invitation.id == spared.id).execute()
    house.work()
    assert [letter.to for letter in house.letters][1:] == [spared.email]


def test_somebody_whose_address_was_corrected_gets_an_invitation_with_a_new_link(
    house: House,
) -> None:
    house.open_round()
    corrected = Invitation.get()
    with db.atomic():
        outbox.forget(corrected.id)
        Invitation.update(issue=1, email="remi@northshire.example.org").execute()
    house.work()
    first, second = house.letters
    assert (second.to, second.subject) == ("remi@northshire.example.org", first.subject)
    assert len(set(house.links())) == 2


def test_a_letter_comes_in_the_name_of_the_organisation_and_answers_go_there(
    house: House,
) -> None:
    house.round()
    house.invite(1)
    Organisation.update(reply_to="pat@northshire.example.org").execute()
    house.work()
    [letter] = house.letters
    row = Outgoing.get()
    assert (letter.via, letter.reply_to) == (
        "Northshire County Council",
        "pat@northshire.example.org",
    )
    assert (letter.reference, letter.box) == (row.id.hex(), "spring")
    assert letter.at
    assert letter.at >= NOW


def test_a_round_says_it_in_its_own_words(house: House) -> None:
    found = house.round()
    house.invite(1)
    body = "{{greeting}}\n\nOur own words.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}"
    Wording.create(round=found.id, kind="invitation", subject="From {{organisation}}", body=body)
    house.work()
    [letter] = house.letters
    assert letter.subject == "From Northshire County Council"
    assert "Our own words." in letter.text
    assert "Nobody at work can see what you answered." in letter.text


def test_two_workers_at_once_deliver_each_letter_once(house: House) -> None:
    house.open_round(northshire=0)
    house.invite(40)
    scenes.workers_at_once(house, 2)
    assert len({letter.to for letter in house.letters}) == len(house.letters) == 40
    assert states() == {"done"}


def test_a_reminder_is_in_the_audit_without_a_number_or_a_name(house: House) -> None:
    from portal.store.records import Audit

    house.open_round(northshire=3, schedule=THREE)
    house.work(days=2)
    assert "put a reminder of round spring in hand" in [row.did for row in Audit.select()]


def test_letters_of_two_rounds_do_not_mix(house: House) -> None:
    house.open_round(northshire=2, code="spring", title="Spring check")
    house.open_round(northshire=3, code="summer", title="Summer check")
    subjects = [letter.subject for letter in house.letters]
    assert (
        subjects
        == ["Spring check: your personal link"] * 2 + ["Summer check: your personal link"] * 3
    )


def test_a_round_without_its_link_key_says_so(house: House) -> None:
    found = house.open_round()
    house.tools.keys.destroy_closing(found.id)
    house.invite(2)
    house.work()
    assert "link key" in rounds.by_code("spring").problem
    assert len(house.letters) == 1
