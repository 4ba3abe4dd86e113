"""One person answering: in a browser, or straight through the services (which is faster)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.services.answering import arriving, responding
from portal.services.answering.responding import Posted
from tests.factories import House, post, token_in

SURVEY = "/survey/spring"


@dataclass(frozen=True)
class Person:
    """What one person says. ``knowable``: what colleagues know of them anyway."""

    email: str
    knowable: Mapping[str, str]
    grid: Mapping[str, str]
    comment: str

    @property
    def pages(self) -> Mapping[str, Mapping[str, str]]:
        return {
            "about": {f"q_{item}": value for item, value in self.knowable.items()},
            "support": {f"q_{row}": value for row, value in self.grid.items()},
            "words": {"q_own_words": self.comment},
        }

    def wrote(self, row: Mapping[str, Any]) -> bool:
        """Whether a row of the counted round, response or comment, is this person's."""
        if "text" in row:
            return bool(row["text"] == self.comment)
        return all(row["answers"].get(key) == value for key, value in self.grid.items())


class InABrowser:
    def __init__(self, house: House, link: str, person: Person) -> None:
        self.client, self.link, self.person = house.client(), link, person
        self.saves = 0

    def turns(self) -> Iterator[bool]:
        """Begin, then page after page, with whatever others do in between."""
        post(self.client, self.link)
        yield True
        for page, fields in self.person.pages.items():
            answer = post(self.client, f"{SURVEY}/{page}", {**fields, "go": "next"})
            assert answer.status_code == 303, answer.get_data(as_text=True)
            self.saves += 1
            yield True

    def submit(self) -> None:
        html = self.client.get(f"{SURVEY}/check").get_data(as_text=True)
        fields = {"csrf_token": token_in(html), "go": "submit"}
        assert self.client.post(f"{SURVEY}/submit", data=fields).status_code == 303


class Direct:
    def __init__(self, house: House, link: str, person: Person) -> None:
        self.house, self.link, self.person = house, link, person
        self.keys = house.tools.keys
        self.code = b""
        self.saves = 0

    def turns(self) -> Iterator[bool]:
        self.begin()
        yield True
        for page, fields in self.person.pages.items():
            self.save(page, fields)
            yield True

    def begin(self) -> None:
        link = self.link.removeprefix("/i/")
        welcome = arriving.by_token(link, self.house.now, self.keys)
        self.code = arriving.begin(welcome, [], self.house.now, self.keys)

    def save(self, page: str, fields: Mapping[str, str], *, leaving: bool = True) -> None:
        form, now = Posted(page, {k: [v] for k, v in fields.items()}), self.house.now
        saved = responding.save("spring", self.code, form, now, self.keys, leaving=leaving)
        assert not saved.messages, saved.messages
        self.saves += 1

    def submit(self) -> None:
        responding.submit("spring", self.code, self.house.now, self.keys)
