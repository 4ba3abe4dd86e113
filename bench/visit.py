"""One person's way from the link to the last page, with nothing but what the pages say."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from bench.browser import Unexpected, hidden
from bench.patience import PatientBrowser
from bench.people import Person

FIELD = re.compile(r' name="(q_\w+)"')
CODE = re.compile(r'id="resume-code">\s*([\w-]+)')
SUBMIT = re.compile(r'action="([^"]*/submit)"')
MOST_PAGES = 60
"""A person sent round in circles gives up after so many."""


@dataclass
class Visit:
    """``state`` is how the submission stands: *unfinished* before it was sent, *unclear* until it
    was answered, *acknowledged* by the last page, *already in* where the answer was lost and the
    portal said so when asked again. ``times``: seconds by kind of step."""

    port: int
    person: Person
    think: float
    until: float
    state: str = "unfinished"
    conflicts: int = 0
    lost: int = 0
    times: list[tuple[str, float]] = field(default_factory=list)
    browser: PatientBrowser = field(init=False)
    path: str = ""
    page: str = ""

    def __post_init__(self) -> None:
        self.browser = PatientBrowser(self.port, until=self.until)

    def answer(self) -> None:
        """Raises ``Unexpected`` at an answer that nobody should get."""
        with self._timed("open the link"):
            self._look(self.person.start)
        with self._timed("start"):
            self._send({})
        for number in range(MOST_PAGES):
            if self.path.endswith("/check"):
                break
            self._pause()
            if number == self.person.stops:
                self._come_back()
            self._fill()
        self._submit()

    def close(self) -> None:
        self.lost += self.browser.lost
        self.browser.close()

    def _fill(self) -> None:
        """What the page asks for and this person has something to say about."""
        asked = FIELD.findall(self.page)
        seen: dict[str, str] = {}
        if self.person.scripts:
            with self._timed("save as one goes"):
                fragment = self._save_half(asked)
            asked += FIELD.findall(fragment)
            seen = {name: value for name, value in hidden(fragment).items() if name == "seen"}
        own = {name: self.person.wish.get(name, []) for name in asked}
        self.person.said |= own
        with self._timed("page"):
            self._send({**own, "go": ["next"]}, seen)

    def _save_half(self, asked: list[str]) -> str:
        half = {name: self.person.wish.get(name, []) for name in asked[: len(asked) // 2]}
        status, _, body = self._post(self.path, half, {}, scripted=True)
        if status != 200:
            raise Unexpected(f"a save as one goes: {status}")
        return body

    def _come_back(self) -> None:
        """Save for later, and go on in another browser with the code or the personal link."""
        own = {name: self.person.wish.get(name, []) for name in FIELD.findall(self.page)}
        self._send({**own, "go": ["later"]})
        code = CODE.search(self.page)
        if code is None:
            raise Unexpected("no code on the page that should have one")
        self.close()
        self.browser = PatientBrowser(self.port, until=self.until)
        typed = self.person.number % 2 == 0
        with self._timed("come back"):
            self._look("/resume" if typed else f"/r/{code[1]}")
            self._send({"code": [code[1].lower()]} if typed else {})

    def _submit(self) -> None:
        action = SUBMIT.search(self.page)
        if action is None:
            raise Unexpected(f"no button to submit after {MOST_PAGES} pages")
        self.state = "unclear"
        with self._timed("submit"):
            status, location, body = self._post(action[1], {"go": ["submit"]})
        if status == 303 and location.endswith("/done"):
            self.state = "acknowledged"
            self._look(location)
        elif status == 409 and "already submitted" in body and self.browser.attempts > 1:
            self.state = "already in"
        else:
            raise Unexpected(f"submitting: {status}")

    def _look(self, path: str) -> None:
        for _ in range(5):
            self.path = path
            status, location, self.page = self.browser.request("GET", path)
            if status == 200:
                return
            if status not in (302, 303):
                raise Unexpected(f"looking at a page: {status}")
            path = location.partition("#")[0]
        raise Unexpected("one redirection after the other")

    def _send(self, fields: dict[str, list[str]], seen: dict[str, str] | None = None) -> None:
        """Post the page's form to itself; a conflict is answered by sending it once more."""
        status, location, body = self._post(self.path, fields, seen)
        if status == 409 and 'name="seen"' in body:
            self.conflicts += 1
            self.page = body
            status, location, _ = self._post(self.path, fields)
        if status != 303:
            raise Unexpected(f"sending a page: {status}")
        self._look(location.partition("#")[0])

    def _post(
        self,
        path: str,
        fields: dict[str, list[str]],
        seen: dict[str, str] | None = None,
        *,
        scripted: bool = False,
    ) -> tuple[int, str, str]:
        """As a browser sends a form: hidden fields first, a line ending in two characters."""
        typed = {n: [v.replace("\n", "\r\n") for v in values] for n, values in fields.items()}
        body = urlencode({**hidden(self.page), **(seen or {}), **typed}, doseq=True)
        headers = {"HX-Request": "true"} if scripted else {}
        return self.browser.request("POST", path, body, headers)

    def _pause(self) -> None:
        if self.think:
            time.sleep(random.uniform(0.5, 1.5) * self.think)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        self.times.append((step, time.perf_counter() - started))
