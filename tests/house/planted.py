"""What no log may hold, planted in a round so that it can be looked for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.services.answering import arriving
from portal.services.people import links
from portal.services.staff import signing_in
from portal.vault import tokens
from tests.factories import ADA, PAT, House
from tests.services import scenes

ADDRESS = "203.0.113.77"
ANSWER = "Planted-answer-4711"
EMAIL = "remi1@northshire.example.org"


@dataclass(frozen=True)
class Planted:
    """``links``: of three people; the second has a draft under ``code``. ``sign_in``: a link of
    Pat's, the PSW."""

    links: list[str]
    code: str
    open_link: str
    stop: str
    sign_in: str

    @property
    def secrets(self) -> list[str]:
        tails = [
            link.rsplit("/", 1)[1]
            for link in (*self.links, self.open_link, self.stop, self.sign_in)
        ]
        tails.append(PAT)
        bare = self.code.replace("-", "")
        return [*tails, self.code, bare, bare[:10], bare[10:], ADDRESS, ANSWER, EMAIL, "remi1"]


def plant(house: House) -> Planted:
    house.open_round(northshire=3)
    code = scenes.begin(house, house.links()[1])
    scenes.fill(house, code)
    token = links.open_link("spring", "northshire", ADA, house.now)
    return Planted(
        links=house.links(),
        code=arriving.code_text(code),
        sign_in=f"/staff/enter/{signing_in.by_hand(house.person(PAT).email, ADA, house.now)}",
        open_link=f"/o/{tokens.link_text(token)}",
        stop=house.letters[2].stop.split("8000", 1)[1],
    )


def found_in(log: str, planted: Planted) -> list[str]:
    """The secrets that a log holds, whatever their capitals."""
    return [s for s in planted.secrets if re.search(re.escape(s), log, re.IGNORECASE)]
