"""An administrator can have every kind of letter sent to herself, and to nobody else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from portal.post.wording import KINDS
from portal.services.guiding import switching
from portal.services.letters import texts
from portal.services.rounds import register as rounds
from portal.services.rounds import steps
from portal.store.letters import Notice, Outgoing
from portal.store.records import Audit
from portal.web.staff.rounds.letters import TO_PSWS, TO_STAFF
from portal.worker import staff_letters, trials
from tests.factories import ADA, House


def asked(house: House, kind: str) -> None:
    texts.send_trial("spring", kind, house.person().id, ADA, house.now)


def test_every_letter_to_staff_can_be_tried() -> None:
    assert trials.MAKERS.keys() == staff_letters.MAKERS.keys() == {*TO_PSWS, *TO_STAFF}
    assert TO_PSWS.keys() == switching.KINDS.keys()


@pytest.mark.parametrize("kind", [*KINDS, *TO_PSWS, *TO_STAFF])
def test_a_test_arrives_marked_and_its_links_lead_to_a_harmless_page(
    house: House, kind: str
) -> None:
    house.open_round(northshire=1)
    house.letters.clear()
    asked(house, kind)
    house.work()
    [letter] = house.letters
    assert (letter.to, letter.stop) == (ADA, "")
    assert letter.subject.startswith("Test: ")
    assert letter.text.startswith("This is a test")
    base = house.tools.sender.base_url
    links = set(re.findall(r"https?://[^\s<>\"]+[^\s<>\".]", letter.text + letter.html))
    assert links <= {f"{base}/test-letter", f"{base}/privacy#limits", f"{base}/"}
    assert f"{base}/test-letter" in links
    assert "nothing to do" in house.client().get("/test-letter").text
    assert Outgoing.select().count() == 1


def test_a_test_can_be_asked_for_again_but_is_not_sent_twice(house: House) -> None:
    house.round()
    for _ in range(2):
        asked(house, "invitation")
    house.work()
    assert len(house.letters) == 1
    asked(house, "invitation")
    house.work()
    assert len(house.letters) == 2
    assert Notice.select().count() == 1
    assert Audit.select().where(Audit.did.contains("had a test of the invitation")).count() == 3


def test_a_test_of_a_round_that_is_gone_holds_up_no_other_letter(house: House) -> None:
    house.round()
    asked(house, "invitation")
    steps.unschedule("spring", ADA, house.now)
    steps.delete("spring", ADA, house.now)
    house.work()
    assert house.letters == []
    assert Notice.get().state == "done"


def test_a_test_of_the_opening_names_the_sender_and_the_time_of_this_round(house: House) -> None:
    house.round()
    round_ = rounds.by_code("spring")
    sender = replace(house.tools.sender, mail_from="Check <check@example.org>")
    letter = trials.MAKERS["opens"](round_, sender, house.now)
    assert "sender: Northshire via Check <check@example.org>" in letter.text
    assert f"It takes about {round_.text.minutes} minutes" in letter.text
