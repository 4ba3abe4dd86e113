"""A return that is changed after it was submitted: what counts stays readable, and it shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pytest import MonkeyPatch

from portal.errors import NotFound
from portal.services.answering import drafts, responding, sittings
from portal.services.answering import envelope as envelopes
from portal.services.answering.envelope import Submission
from portal.services.answering.responding import Posted
from portal.services.answering.sittings import Sitting
from portal.services.people import invitations
from portal.services.reports import results
from portal.services.rounds import planning
from portal.store.answers import Ballot, Draft
from portal.survey.answers import Fields
from portal.survey.packing import capacity, room
from portal.survey.questionnaire import Questionnaire
from tests.factories import ADA, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN

LEAD = """
```question
id: lead
type: choice
label: Is there a lead?
options: {present: There is, absent: There is none}
```

```question
id: why
type: comment
label: Why is there none?
show_if: {lead: absent}
```
"""


@pytest.fixture
def code(house: House) -> bytes:
    """Of Northshire's return, as it was submitted on 2 March."""
    house.open_round(source=RETURN + LEAD)
    code = scenes.begin(house, house.links()[0])
    say(house, code, "20")
    support(house, code, {"q_how": ["By supervision"], "q_lead": ["present"]})
    scenes.submit(house, code)
    return code


def say(house: House, code: bytes, posts: str) -> None:
    scenes.save_page(house, code, Posted("posts", {"q_posts": [posts], "q_vacant": ["1"]}))


def support(house: House, code: bytes, fields: Fields) -> None:
    scenes.save_page(house, code, Posted("support", fields))


def taken(house: House, code: bytes) -> Sitting:
    return sittings.take("spring", code, house.now, house.tools.keys)


def readable(house: House, code: bytes) -> list[str]:
    """The answers of the version that was submitted, in words."""
    sections = sittings.submitted(taken(house, code))
    return [line.answer for each in sections for entry in each.entries for line in entry.lines]


def stands(house: House, code: bytes) -> tuple[str, bool]:
    """When it was submitted, and whether it has changed since."""
    now = taken(house, code)
    return now.submitted_on, now.changed


def test_a_return_that_nobody_has_submitted_is_neither_submitted_nor_changed(house: House) -> None:
    house.open_round(source=RETURN)
    code = scenes.begin(house, house.links()[0])
    say(house, code, "20")
    assert stands(house, code) == ("", False)
    with pytest.raises(NotFound):
        readable(house, code)


def test_what_was_submitted_stays_readable_while_it_is_changed(house: House, code: bytes) -> None:
    assert stands(house, code) == ("2 March", False)
    house.work(days=1)
    say(house, code, "21")
    assert stands(house, code) == ("2 March", True)
    assert readable(house, code) == ["20", "1", "By supervision", "There is"]


def test_what_is_changed_back_has_not_changed(house: House, code: bytes) -> None:
    say(house, code, "21")
    say(house, code, "20")
    assert stands(house, code) == ("2 March", False)


def test_an_answer_that_is_hidden_again_is_no_change(house: House, code: bytes) -> None:
    support(house, code, {"q_how": ["By supervision"], "q_lead": ["absent"], "q_why": ["No post"]})
    assert stands(house, code) == ("2 March", True)
    support(house, code, {"q_how": ["By supervision"], "q_lead": ["present"]})
    assert taken(house, code).answers["why"] == "No post"
    assert stands(house, code) == ("2 March", False)


def test_saying_who_fills_a_page_in_is_no_change(house: House, code: bytes) -> None:
    keys = house.tools.keys
    responding.name_pages("spring", code, {"posts": "Jo in HR"}, house.now, keys)
    assert stands(house, code) == ("2 March", False)


def test_submitting_again_takes_the_earlier_ones_place(house: House, code: bytes) -> None:
    house.work(days=2)
    say(house, code, "21")
    scenes.submit(house, code)
    assert stands(house, code) == ("4 March", False)
    assert readable(house, code)[0] == "21"
    say(house, code, "20")
    assert stands(house, code) == ("4 March", True)


def test_the_day_is_londons(house: House) -> None:
    house.now = datetime(2026, 4, 1, 23, 30, tzinfo=UTC)
    house.open_round(source=RETURN)
    code = scenes.begin(house, house.links()[0])
    say(house, code, "20")
    support(house, code, {"q_how": ["By supervision"]})
    scenes.submit(house, code)
    assert stands(house, code) == ("2 April", False)


def test_a_colleague_who_changes_it_shows_to_everybody_who_has_the_link(
    house: House, code: bytes
) -> None:
    colleague = scenes.begin(house, house.links()[0])
    before = taken(house, code)
    say(house, colleague, "22")
    seen = before.seen(before.page("posts"))
    posted = Posted("posts", {"q_posts": ["20"], "q_vacant": ["2"]}, seen)
    scenes.save_page(house, code, posted)
    assert stands(house, code) == stands(house, colleague) == ("2 March", True)
    assert readable(house, colleague)[:2] == ["20", "1"]
    scenes.submit(house, colleague)
    assert readable(house, code)[:2] == ["22", "2"]


def test_changes_that_nobody_submits_do_not_count(house: House, code: bytes) -> None:
    say(house, code, "21")
    house.work(days=8)
    [reply] = results.counted("spring").replies
    assert reply.answers["posts"] == "20"


def test_it_moves_along_with_the_link(house: House, code: bytes) -> None:
    say(house, code, "21")
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    new = scenes.begin(house, house.links()[-1])
    assert stands(house, new) == ("2 March", True)
    assert readable(house, new)[0] == "20"


def test_a_draft_of_an_earlier_version_is_read(
    house: House, code: bytes, monkeypatch: MonkeyPatch
) -> None:
    plain = envelopes.plain
    with monkeypatch.context() as patch:
        patch.setattr(
            envelopes, "plain", lambda e: {k: v for k, v in plain(e).items() if k != "submitted"}
        )
        say(house, code, "21")
    assert stands(house, code) == ("", False)
    scenes.submit(house, code)
    assert stands(house, code) == ("2 March", False)


def full(house: House, code: bytes, letter: str) -> None:
    """Write as much as the texts take."""
    support(house, code, {"q_how": [letter * 2000], "q_lead": ["absent"], "q_why": [letter * 2000]})


def test_a_return_is_filled_to_its_most_twice(house: House, code: bytes) -> None:
    full(house, code, "é")
    scenes.submit(house, code)
    full(house, code, "ü")
    assert stands(house, code) == ("2 March", True)
    assert readable(house, code)[2] == "é" * 2000


def once(questionnaire: Questionnaire) -> int:
    """The size that a return had before its draft held answers twice."""
    return capacity(questionnaire) - room(questionnaire) // 512 * 512


def test_a_round_of_the_smaller_size_shows_the_state_if_not_the_text(
    house: House, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "capacity", once)
    house.open_round(source=RETURN + LEAD)
    code = scenes.begin(house, house.links()[0])
    say(house, code, "20")
    support(house, code, {"q_how": ["é" * 1000], "q_lead": ["present"]})
    scenes.submit(house, code)
    say(house, code, "21")
    assert readable(house, code)[0] == "20"
    full(house, code, "é")
    assert stands(house, code) == ("2 March", True)
    with pytest.raises(NotFound):
        readable(house, code)
    scenes.submit(house, code)
    assert stands(house, code) == ("2 March", False)
    house.work(days=8)
    [reply] = results.counted("spring").replies
    assert reply.answers["how"] == "é" * 2000


def copies(house: House, code: bytes) -> list[Submission]:
    """What somebody learns of what was submitted who holds the database, the draft secret and even
    the person's code, but no round key."""
    found = drafts.peek(code, house.tools.keys) if Draft.select().exists() else None
    return [found.submitted] if found and found.submitted else []


def anonymous(house: House) -> bytes:
    house.open_round(northshire=2)
    code = scenes.begin(house, house.links()[0])
    scenes.fill(house, code, heard="disagree", why="Too much of it")
    scenes.begin(house, house.links()[1])  # somebody else goes on answering
    scenes.submit(house, code)
    assert Ballot.select().count() == 1
    return code


def test_of_anonymous_answers_nothing_is_kept_beside_the_sealed_ballot(house: House) -> None:
    assert copies(house, anonymous(house)) == []


def test_were_they_treated_like_a_return_that_would_be_noticed(
    house: House, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr(Sitting, "shared", property(lambda _: True))
    [copy] = copies(house, anonymous(house))
    assert copy.answers and copy.answers["why"] == "Too much of it"
