"""Nobody reads of a working life that is not theirs, from the letter to the last page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup

from portal.services.letters import texts
from portal.store.staff import Staff
from tests.factories import PAT, SMALL, House, answer, post

OF_WORK = re.compile(
    r"\b(?:at|your) work\b|(?<!not )\bwork\b|\b(?:employ|practitioner|colleague|manage|improve)|"
    r"\b(?:principal )?social worker|\bred\b|\byour organisation\b",
    re.IGNORECASE,
)
"""The name of the installation apart, and links that “do not work”."""
OF_THEIR_WORK = re.compile(
    r"\bat work\b|\byour (?:work is|employer|principal|organisation)|\bpractitioner|\bcolleague",
    re.IGNORECASE,
)
ANSWERS = {
    "about": {"q_service": "adults"},
    "support": {"q_heard": "agree", "q_safe": "disagree"},
}


def asking(audience: str) -> str:
    """The small questionnaire for this audience; none of its own words speak of work."""
    return (
        SMALL.replace("minutes: 3", f"audience: {audience}\nminutes: 3")
        .replace("do you work in", "is it about")
        .replace("standard: 4, ", "")
    )


def walked(house: House, audience: str) -> dict[str, str]:
    """What one of them reads, place by place, with somebody who is named as the PSW."""
    house.person(PAT)
    Staff.update(name="Pat Aydin").where(Staff.email == PAT).execute()
    house.open_round(2, source=asking(audience))
    return {
        place: " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())
        for place, html in _read(house)
    }


def _read(house: House) -> Iterator[tuple[str, str]]:
    for kind, letter in texts.of_organisation("spring", "northshire", house.tools.sender).items():
        yield f"the letter “{kind}”", f"{letter.subject} {letter.text} {letter.html}"
    yield "the letter that came", house.letters[-1].text
    slips = {"number": "1", "kind": "sheet", "made": "0"}
    made = post(house.signed_in(PAT), "/staff/rounds/spring/northshire/people/slips", slips)
    [slip] = BeautifulSoup(made.text, "html.parser").select(".slip")
    yield "the slip", str(slip)
    first, second = house.links()
    browser = house.client()
    yield "the welcome", browser.get(first).text
    start = post(browser, first).location.removesuffix("about")
    for page in ("about", "support", "later", "check"):
        yield page, browser.get(f"{start}{page}").text
        if page in ANSWERS:
            post(browser, f"{start}{page}", {**ANSWERS[page], "go": "next"})
    other = house.client()
    done = answer(other, second, ANSWERS).location
    yield "the last page", other.get(done).text
    yield "the picture", other.get(f"{done}/picture").text
    yield "sent", other.get(start).text
    post(other, done)
    yield "no scores", other.get(done).text
    yield "the used link", house.client().get(second).text
    yield "a link that leads nowhere", house.client().get(f"/i/{'A' * 22}").text
    for path in ("/", "/privacy", "/help", "/resume", "/accessibility", "/test-letter"):
        yield path, house.client().get(path).text


def spoken_of(read: dict[str, str], words: re.Pattern[str]) -> dict[str, list[str]]:
    spoken = {
        place: words.findall(text.replace("Social Work Health Check", ""))
        for place, text in read.items()
    }
    return {place: each for place, each in spoken.items() if each}


def test_whoever_gets_help_reads_nothing_of_work_or_employers(house: House) -> None:
    read = walked(house, "people")
    assert spoken_of(read, OF_WORK) == {}
    assert "Nobody at the organisation that helps you can see" in read["the welcome"]
    assert "What you said about the organisation that helps you" in read["the last page"]
    assert "Pat Aydin at Northshire County Council knows about it" in read["the letter that came"]


def test_whoever_has_left_reads_of_the_organisation_that_they_left(house: House) -> None:
    read = walked(house, "leavers")
    assert spoken_of(read, OF_THEIR_WORK) == {}
    for place in ("the letter that came", "the welcome", "the last page"):
        assert "he organisation that you left" in read[place]
    assert "the organisation that I left" in read["the picture"]


def test_staff_read_of_their_work_and_their_employer(house: House) -> None:
    read = walked(house, "staff")
    for place in (
        "the letter “invitation”",
        "the letter that came",
        "the welcome",
        "the last page",
    ):
        assert place in spoken_of(read, OF_WORK)
        assert place in spoken_of(read, OF_THEIR_WORK)
