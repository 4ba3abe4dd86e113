"""Letters as values: what they say, and that no name in them becomes anything but a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.post import wording
from portal.post.headers import POLICY
from portal.post.letters import Facts, Letter, message, trial
from portal.post.wording import Kind

SENDER = "Social Work Health Check <health-check@example.org>"
FACTS = Facts(
    to="remi@northshire.example.org",
    name="Remi Okafor",
    organisation="Northshire County Council",
    round="Spring check",
    closes="2 April 2026 at 9:00am",
    minutes=12,
    link="https://check.example.org/i/abcdefghijklmnopqrstuv",
    stop="https://check.example.org/stop/abcdefghijklmnopqrstuv",
    support="pat@example.org",
)
LIMITS = "https://check.example.org/privacy#limits"
HOSTILE = [
    "[x](http://evil.example)",
    "<http://evil.example>",
    "http://evil.example",
    "<b>bold</b>",
    "<img src=x onerror=alert(1)>",
    "*a* _b_ `c` **d**",
    "{{link}} {link} {0}",
    "A&amp;B &lt;c&gt;",
    "# One",
    "1. One",
    'a" onclick="b',
    "\u202eevil",
]
Maker = Callable[[Facts], Letter]


def maker(kind: Kind) -> Maker:
    return lambda facts: wording.render(wording.defaults(kind, "staff"), facts, "staff")


invitation, reminder, last_day, reissue = MAKERS = [maker(kind) for kind in wording.KINDS]
each_letter = pytest.mark.parametrize("make", MAKERS)


def visible(html: str) -> str:
    """What a person reads of an HTML part."""
    return unescape(re.sub(r"<[^>]*>", "", html.partition("</head>")[2]))


def arrived(letter: Letter) -> EmailMessage:
    """The letter after its way through the mail, read again from its bytes."""
    received = message_from_bytes(message(letter, SENDER).as_bytes(policy=POLICY), policy=POLICY)
    assert isinstance(received, EmailMessage)
    return received


def part(received: EmailMessage, kind: str) -> str:
    body = received.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@each_letter
def test_every_letter_holds_link_closing_day_and_promise_in_both_parts(make: Maker) -> None:
    letter = make(FACTS)

    for text in (letter.text, visible(letter.html)):
        assert FACTS.link in text
        assert FACTS.stop in text
        assert "open until 2 April 2026 at 9:00am" in text
        assert "Nobody at work can see what you answered." in text
        assert "fewer than ten people" in text
        assert "Dear Remi Okafor," in text
        assert FACTS.support in text


@each_letter
def test_the_html_part_links_to_the_survey_its_limits_and_the_end_of_letters_alone(
    make: Maker,
) -> None:
    links = re.findall(r'href="([^"]*)"', make(FACTS).html)

    assert links == [FACTS.link, FACTS.link, LIMITS, FACTS.stop]


@each_letter
def test_every_letter_says_who_sends_it_and_who_vouches_for_it(make: Maker) -> None:
    nobody, pat = make(FACTS), make(replace(FACTS, psw="Pat <b>Example</b>"))

    for letter in (nobody, pat):
        for text in (letter.text, visible(letter.html)):
            assert "Health Check sends it for Northshire County Council." in text
            assert "Your link starts with https://check.example.org/." in text
            assert f"What we cannot promise: {LIMITS}" in text
    for text in (pat.text, visible(pat.html)):
        assert "Pat <b>Example</b>, principal social worker at Northshire County Council" in text
    assert "Ask your principal social worker if you doubt" in nobody.text


@each_letter
def test_the_text_says_all_that_the_html_says(make: Maker) -> None:
    letter = make(FACTS)
    read = visible(letter.html).replace("If the button does not work, open this address:", "")

    assert read.split() == letter.text.replace("Answer the survey:", "Answer the survey").split()


@each_letter
def test_the_html_is_for_phones_light_and_dark_and_loads_nothing(make: Maker) -> None:
    html = make(FACTS).html

    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert re.findall("<(?:img|link|script|style|iframe|form|base|object)|src=|url", html) == []
    coloured = re.findall(r"<(\w+)[^>]*[ ;]color:[^>]*", html)
    assert coloured == ["a"]  # what is neither the button's follows the reader's own colours


def test_a_test_goes_to_who_asked_says_so_and_ends_no_letters() -> None:
    letter = trial(invitation(FACTS), "ada@example.org", "Ada")

    assert letter.to == "ada@example.org"
    assert letter.subject == "Test: Spring check: your personal link"
    assert letter.text.startswith("This is a test, sent only to you")
    assert "This is a test, sent only to you" in visible(letter.html)
    assert "List-Unsubscribe" not in arrived(letter)


def test_each_letter_says_what_it_is_for() -> None:
    first, again, last, new = (make(FACTS) for make in MAKERS)

    assert first.subject == "Spring check: your personal link"
    assert new.subject == "Spring check: your new link"
    assert "in our earlier letters no longer works" in new.text
    assert again.subject == "Spring check: still open until 2 April 2026 at 9:00am"
    assert last.subject == "Spring check: closes on 2 April 2026 at 9:00am"
    assert "12 minutes" in first.text


def test_somebody_without_a_name_is_greeted_all_the_same() -> None:
    letter = invitation(replace(FACTS, name=""))

    assert letter.text.startswith("Hello,\n")
    assert arrived(letter)["To"] == FACTS.to


@pytest.mark.parametrize("token", ["_abc_", "a__b__c", "-_ab_-*c*", "_" * 22])
def test_a_link_is_whole_whatever_its_token_is(token: str) -> None:
    link, stop = (f"https://check.example.org/{where}/{token}" for where in ("i", "stop"))
    letter = invitation(replace(FACTS, link=link, stop=stop))

    assert f"\n{link}\n" in letter.text
    assert f": {stop}\n" in letter.text
    assert f'href="{link}" style=' in letter.html
    assert f'<a href="{link}">{link}</a>' in letter.html


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("field", ["name", "organisation", "round", "support"])
def test_a_name_is_shown_as_it_is_and_becomes_neither_link_nor_tag(field: str, words: str) -> None:
    letter = reissue(replace(FACTS, **{field: words}))
    plain = reissue(FACTS)
    as_link = field == "support" and words.startswith("http")

    assert words in letter.text
    assert words in visible(letter.html)
    assert as_link or re.findall("<[^>]*>", letter.html) == re.findall("<[^>]*>", plain.html)


@pytest.mark.parametrize("field", ["name", "organisation", "round", "support", "closes"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\n\n"])
def test_a_line_break_in_a_name_adds_neither_header_nor_paragraph(field: str, end: str) -> None:
    letter, plain = (
        reissue(facts)
        for facts in (replace(FACTS, **{field: f"A{end}Bcc: spy@evil.example"}), FACTS)
    )

    assert "A Bcc: spy@evil.example" in letter.text
    assert sorted(arrived(letter).keys()) == sorted(arrived(plain).keys())
    assert len(letter.text.split("\n\n")) == len(plain.text.split("\n\n"))


def test_one_click_ends_the_letters_by_a_header_in_one_piece() -> None:
    stop = "https://check.example.org/" + "very-long/" * 20 + "stop/abcdefghijklmnopqrstuv"
    raw = message(invitation(replace(FACTS, stop=stop)), SENDER).as_bytes(policy=POLICY)

    assert f"\r\nList-Unsubscribe: <{stop}>\r\n".encode() in raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
    assert b"\r\nAuto-Submitted: auto-generated\r\n" in raw


@each_letter
def test_a_letter_arrives_as_text_and_html_with_the_same_words(make: Maker) -> None:
    letter = make(replace(FACTS, name="Zoë Ní Bhriain", organisation="Cyngor Sir Fôn 🙂 שלום"))
    received = arrived(letter)

    assert received.get_content_type() == "multipart/alternative"
    assert part(received, "plain") == letter.text
    assert part(received, "html").strip() == letter.html
    assert received["Subject"] == letter.subject
    assert str(received["From"]) == SENDER


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=120))
def test_whatever_the_name_the_letter_goes_to_one_address(name: str) -> None:
    received = arrived(invitation(replace(FACTS, name=name)))

    assert [found.addr_spec for found in received["To"].addresses] == [FACTS.to]
    assert received["Bcc"] is None


def test_every_line_is_of_a_length_and_of_bytes_that_any_server_takes() -> None:
    letter = invitation(replace(FACTS, organisation="é" * 120, name="ü" * 120))
    raw = message(letter, SENDER).as_bytes(policy=POLICY)

    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
