"""An organisation's return: one draft for all who hold its link, corrected until closing."""

from __future__ import annotations

import pytest

from portal.errors import NotFound, Refused
from portal.reports.counted import Remark
from portal.services.answering import responding, sittings
from portal.services.answering.responding import Posted
from portal.services.figures import overview
from portal.services.people import invitations
from portal.services.reports import results
from portal.store.answers import Ballot, Draft
from portal.survey.answers import Fields
from tests.factories import ADA, House
from tests.services import scenes

RETURN = """---
id: organisation
version: "1"
title: Return
kind: return
minutes: 30
---

# Posts {#posts}

```question
id: posts
type: number
label: How many posts?
unknown: true
```

```question
id: vacant
type: number
label: How many are vacant?
```

# Support {#support}

```question
id: how
type: comment
label: How are people supported?
```
"""


def open_return(house: House) -> bytes:
    """The code of a begun return of Northshire."""
    house.open_round(source=RETURN)
    return scenes.begin(house, house.links()[0])


def save(house: House, code: bytes, page: str, fields: Fields, seen: str | None = None) -> None:
    posted = Posted(page, fields, seen)
    keys = house.tools.keys
    saved = responding.save("spring", code, posted, house.now, keys, leaving=True)
    assert not saved.messages


def answers(house: House, code: bytes) -> dict[str, object]:
    taken = sittings.take("spring", code, house.now, house.tools.keys)
    return dict(taken.answers)


def submit(house: House, code: bytes) -> None:
    responding.submit("spring", code, house.now, house.tools.keys)


def finish(house: House, code: bytes) -> None:
    save(house, code, "posts", {"q_posts": ["20"]})
    save(house, code, "support", {"q_how": ["By supervision"]})
    submit(house, code)


def test_whoever_holds_the_link_works_on_the_same_draft(house: House) -> None:
    code = open_return(house)
    save(house, code, "posts", {"q_posts": ["20"]})

    assert scenes.begin(house, house.links()[0]) == code
    assert answers(house, code) == {"posts": "20"}


def test_two_people_on_one_page_lose_neither_ones_fields(house: House) -> None:
    code = open_return(house)
    taken = sittings.take("spring", code, house.now, house.tools.keys)
    seen = taken.seen(taken.page("posts"))
    save(house, code, "posts", {"q_posts": ["20"], "q_vacant": [""]}, seen)
    save(house, code, "posts", {"q_posts": [""], "q_vacant": ["3"]}, seen)

    assert answers(house, code) == {"posts": "20", "vacant": "3"}


def test_a_form_without_its_stamp_changes_only_what_it_holds(house: House) -> None:
    code = open_return(house)
    save(house, code, "posts", {"q_posts": ["20"], "q_vacant": ["3"]})
    save(house, code, "posts", {"q_vacant": [""]})

    assert answers(house, code) == {"posts": "20"}


def test_pages_can_be_filled_in_in_any_order(house: House) -> None:
    code = open_return(house)
    save(house, code, "support", {"q_how": ["By supervision"]})
    taken = sittings.take("spring", code, house.now, house.tools.keys)

    assert [taken.state(page) for page in taken.route.pages] == ["Not started", "Completed"]


def test_a_submitted_return_can_be_corrected_and_is_counted_once(house: House) -> None:
    code = open_return(house)
    finish(house, code)
    save(house, code, "posts", {"q_posts": ["21"]})
    submit(house, code)
    house.work(days=8)

    [reply] = results.counted("spring").replies
    assert (reply.organisation, reply.answers["posts"]) == ("northshire", "21")
    ending = overview.status("spring").certificate
    assert ending and (ending.kept, ending.set_aside) == (True, 0)


def test_a_return_keeps_its_texts_and_its_organisation(house: House) -> None:
    finish(house, open_return(house))
    house.work(days=8)

    [reply] = results.counted("spring").replies
    assert reply.answers == {"posts": "20", "how": "By supervision"}
    assert [*results.counted("spring").remarks] == [Remark("northshire", "how", "By supervision")]


def test_a_return_follows_its_link_when_that_is_replaced(house: House) -> None:
    old = open_return(house)
    finish(house, old)
    invitations.reissue("spring", house.letters[0].to, ADA, house.now)
    house.work()
    new = scenes.begin(house, house.links()[-1])

    assert answers(house, new) == {"posts": "20", "how": "By supervision"}
    with pytest.raises(NotFound, match="open the newest one"):
        answers(house, old)
    save(house, new, "posts", {"q_posts": ["22"]})
    submit(house, new)
    assert (Ballot.select().count(), Draft.select().count()) == (1, 1)
    house.work(days=8)
    [reply] = results.counted("spring").replies
    assert reply.answers["posts"] == "22"


def test_names_stand_against_pages_and_do_not_get_in_each_others_way(house: House) -> None:
    code, keys = open_return(house), house.tools.keys
    responding.name_pages("spring", code, {"posts": "Jo in HR"}, house.now, keys)
    responding.name_pages("spring", code, {"support": "Pat"}, house.now, keys)
    taken = sittings.take("spring", code, house.now, keys)

    assert taken.held.envelope.names == {"posts": "Jo in HR", "support": "Pat"}


@pytest.mark.parametrize(
    ("names", "error"), [({"posts": "x" * 61}, Refused), ({"nowhere": "Jo"}, NotFound)]
)
def test_a_name_that_does_not_fit_is_refused(
    house: House, names: dict[str, str], error: type[Exception]
) -> None:
    code = open_return(house)
    with pytest.raises(error):
        responding.name_pages("spring", code, names, house.now, house.tools.keys)


def test_the_letter_of_a_return_makes_no_promise_that_it_cannot_keep(house: House) -> None:
    open_return(house)

    assert "Nobody at work can see" not in house.letters[0].text
    assert "it is not anonymous" in house.letters[0].text
