"""Every way through the respondents' site, each request an errand of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask.testing import FlaskClient

from portal.post.letters import Letter
from portal.services.people import invitations, links
from portal.vault.tokens import link_text
from tests.factories import ADA, SMALL, House, link_in, token_in
from tests.store.watching import Errand, errand

SURVEY = "/survey/spring"
RETURN = "/survey/returns"
HTMX = {"HX-Request": "true"}
TURN = """---
id: turn
version: "1"
title: Return
kind: return
minutes: 5
---

# Posts {#posts}

```question
id: posts
type: number
label: How many posts?
```
"""
PUBLIC = (
    "/",
    "/privacy",
    "/privacy/returns",
    "/accessibility",
    "/help",
    "/healthz",
    "/resume",
    "/i/short",
    "/o/short",
    f"/you-said/{'A' * 22}",
    "/test-letter",
    "/results/spring",
)


@dataclass
class Visitor:
    """One browser. What it asks for is added to ``errands``, named by endpoint and status."""

    house: House
    errands: list[Errand]
    client: FlaskClient = field(init=False)
    token: str = ""
    page: str = ""

    def __post_init__(self) -> None:
        self.client = self.house.client()

    def get(self, path: str) -> Any:
        return self._ask("GET", path, {})

    def post(self, path: str, headers: Mapping[str, str] | None = None, **fields: str) -> Any:
        form = {"csrf_token": self.token, **fields}
        return self._ask("POST", path, {"data": form, "headers": headers})

    def seen(self) -> str:
        """The stamp of the page that was shown last."""
        found = re.search(r'name="seen" value="([^"]+)"', self.page)
        assert found, self.page[:2000]
        return found[1]

    def _ask(self, method: str, path: str, how: dict[str, Any]) -> Any:
        adapter = self.house.app.url_map.bind("localhost")
        endpoint, _ = adapter.match(path.partition("?")[0], method)
        with errand(f"{method} {endpoint}") as noted:
            answer = self.client.open(path, method=method, **how)
        noted.name += f" {answer.status_code}"
        self.errands.append(noted)
        self.page = noted.page = answer.get_data(as_text=True)
        if 'name="csrf_token"' in self.page:
            self.token = token_in(self.page)
        return answer


def opened(house: House) -> tuple[bytes, bytes]:
    """The ids of both rounds that a tour leads through, which are open now."""
    rounds = (("spring", SMALL), ("returns", TURN))
    spring, returns = (house.open_round(0, code=code, source=source).id for code, source in rounds)
    return spring, returns


def toured(house: House, people: int = 3) -> list[Errand]:
    """A tour of the last three of so many people, and of a return by its newest link."""
    house.letters.clear()
    house.invite(people)
    house.invite(1, "southborough", "returns")
    house.work()
    invitations.reissue("returns", "remi1@southborough.example.org", ADA, house.now)
    house.work()
    here = [letter for letter in house.letters if "northshire" in letter.to]
    there = [letter for letter in house.letters if "southborough" in letter.to]
    return everywhere(house, here, there[-1])


def everywhere(house: House, people: list[Letter], shared: Letter) -> list[Errand]:
    """Three people with a letter and one with that of a return; ``house`` has the rounds *spring*
    (the small questionnaire) and *returns* open."""
    errands: list[Errand] = []
    first, second, third = people
    _public_pages(Visitor(house, errands))
    _from_the_letter_to_the_end(Visitor(house, errands), link_in(first))
    _back_by_the_code(Visitor(house, errands), link_in(second))
    _under_a_newer_link(Visitor(house, errands), third)
    _by_the_open_link(Visitor(house, errands), link_in(second))
    _a_return(Visitor(house, errands), link_in(shared))
    _no_more_letters(Visitor(house, errands), first)
    return errands


def _public_pages(visitor: Visitor) -> None:
    for path in PUBLIC:
        visitor.get(path)


def _begin(visitor: Visitor, link: str) -> None:
    visitor.get(link)
    visitor.post(link)
    visitor.get(f"{SURVEY}/")


def _fill_in(visitor: Visitor) -> None:
    visitor.get(f"{SURVEY}/about")
    visitor.post(f"{SURVEY}/about", q_service="adults", go="next")
    visitor.get(f"{SURVEY}/support")
    visitor.post(f"{SURVEY}/support", q_heard="agree", q_safe="agree", go="next")


def _submit(visitor: Visitor) -> None:
    visitor.get(f"{SURVEY}/check")
    visitor.post(f"{SURVEY}/submit", go="submit")


def _from_the_letter_to_the_end(visitor: Visitor, link: str) -> None:
    _begin(visitor, link)
    visitor.get(f"{SURVEY}/support")  # not yet
    visitor.post(f"{SURVEY}/submit", go="submit")
    _fill_in(visitor)
    visitor.post(f"{SURVEY}/support", HTMX, q_heard="disagree", q_safe="agree")
    visitor.post(f"{SURVEY}/support", q_heard="agree", q_safe="agree", go="next")
    _change(visitor)
    _submit(visitor)
    for page in ("done", "done/picture", "check", "done"):
        visitor.get(f"{SURVEY}/{page}")
    visitor.post(f"{SURVEY}/done")  # the scores are removed
    visitor.get(f"{SURVEY}/done")
    visitor.get(link)  # it was submitted
    visitor.get(f"{SURVEY}/about")


def _change(visitor: Visitor) -> None:
    """From the check back to a page: with a fault, from two windows at once, from an old form."""
    about = f"{SURVEY}/about?change=1"
    visitor.get(about)
    before = visitor.seen()
    visitor.post(about, q_service__other="Duty", go="next")
    visitor.post(about, q_service="children", seen=before, go="next")
    visitor.post(about, q_service="other", q_service__other="Duty", seen=before, go="next")
    visitor.post(about, csrf_token="old", q_service="adults", go="next")


def _back_by_the_code(visitor: Visitor, link: str) -> None:
    _begin(visitor, link)
    visitor.get(f"{SURVEY}/about")
    visitor.post(f"{SURVEY}/about", q_service="adults", go="later")
    visitor.get(f"{SURVEY}/later")
    found = re.search(r'id="resume-code">\s*([0-9A-Z-]{24})<', visitor.page)
    assert found
    visitor.post(f"{SURVEY}/later")
    visitor.get(f"{SURVEY}/about")  # forgotten here
    visitor.post("/resume", code="K7QD-2M9X-T4HB-8WZC-5RNE")
    visitor.post("/resume", code=found[1])
    visitor.get(f"/r/{found[1]}")
    visitor.post(f"/r/{found[1]}")
    visitor.post(link)  # the same draft


def _under_a_newer_link(visitor: Visitor, letter: Letter) -> None:
    """The link is replaced while its answers are on their way."""
    house = visitor.house
    _begin(visitor, link_in(letter))
    _fill_in(visitor)
    invitations.reissue("spring", letter.to, ADA, house.now)
    house.work()
    visitor.get(link_in(letter))
    _submit(visitor)
    visitor.post(f"{SURVEY}/check", link=link_in(letter))
    visitor.post(f"{SURVEY}/check", link=link_in(house.letters[-1]))
    _submit(visitor)


def _by_the_open_link(visitor: Visitor, link: str) -> None:
    """As often as a browser remembers, and then by a letter, which tries each of the codes."""
    token = links.open_link("spring", "northshire", ADA, visitor.house.now)
    for _ in range(6):
        _begin(visitor, f"/o/{link_text(token)}")
    _fill_in(visitor)
    _submit(visitor)
    visitor.get(f"{SURVEY}/done")
    _begin(visitor, link)
    links.withdraw("spring", "northshire", ADA, visitor.house.now)
    visitor.get(f"/o/{link_text(token)}")


def _a_return(visitor: Visitor, link: str) -> None:
    visitor.get(link)
    visitor.post(link)
    visitor.get(f"{RETURN}/")
    visitor.post(f"{RETURN}/", who_posts="Pat")
    for _ in range(2):  # submitted, and corrected
        visitor.get(f"{RETURN}/posts")
        visitor.post(f"{RETURN}/posts", q_posts="20", go="next")
        visitor.get(f"{RETURN}/check")
        visitor.post(f"{RETURN}/submit", go="submit")
        visitor.get(f"{RETURN}/")
    visitor.get(f"{RETURN}/check/submitted")


def _no_more_letters(visitor: Visitor, letter: Letter) -> None:
    path = "/stop/" + letter.text.split("/stop/")[1].split()[0]
    visitor.get(path)
    visitor.post(path)
