"""What a round's own letters may say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from portal.post import wording
from portal.post.wording import KINDS, Kind, Text
from portal.survey.audience import AUDIENCES, Audience
from tests.post.test_letters import FACTS, visible

BODY = "{{greeting}}\n\nOur words.\n\n{{link}}\n\n{{promise}}\n\nNo more: {{stop}}"


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_our_own_words_are_without_fault(kind: Kind, audience: Audience) -> None:
    text = wording.defaults(kind, audience)
    assert wording.faults(text.subject, text.body, kind) == []


def test_words_of_a_round_stand_in_its_letters_with_promise_and_link() -> None:
    letter = wording.render(Text("{{organisation}} asks", BODY), FACTS, "staff")
    assert letter.subject == "Northshire County Council asks"
    assert letter.text.startswith("Dear Remi Okafor,\n\nOur words.\n\nAnswer the survey:\nhttps://")
    assert "Nobody at work can see what you answered." in letter.text
    assert "{{" not in letter.text + letter.html + letter.subject


def test_letters_speak_to_those_whom_the_round_asks() -> None:
    ours = wording.defaults("last day", "leavers")
    letter = wording.render(ours, replace(FACTS, psw=""), "leavers")
    assert "to say what your work at Northshire County Council was like." in letter.text
    assert "Nobody at the organisation that you left can see what you answered." in letter.text
    assert "Ask Northshire County Council if you doubt" in letter.text


def test_a_return_makes_another_promise() -> None:
    letter = wording.render(Text("x", BODY), FACTS, "organisation")
    assert "it is not anonymous" in letter.text
    assert "Nobody at work" not in letter.text


@pytest.mark.parametrize(
    ("subject", "body", "said"),
    [
        ("", BODY, "The subject must be one line"),
        ("x" * 151, BODY, "The subject must be one line"),
        ("a\nb", BODY, "The subject must be one line"),
        ("{{link}}", BODY, "A subject cannot hold {{link}}"),
        ("{{name}}", BODY, "A subject cannot hold {{name}}"),
        ("x", BODY.replace("{{link}}", ""), "must hold {{link}}."),
        ("x", BODY.replace("{{promise}}", ""), "must hold {{promise}}."),
        ("x", BODY.replace("{{stop}}", ""), "must hold {{stop}}."),
        ("x", f"{BODY}\n\n{{{{link}}}}", "must hold {{link}} once"),
        ("x", f"{BODY}\n\n{{{{colour}}}}", "nothing to put in for {{colour}}"),
        ("x", BODY.replace("{{promise}}", "Never mind: {{promise}}"), "a paragraph of their own"),
        ("x", BODY.replace("{{link}}", "    {{link}}"), "a paragraph of their own"),
        ("x", BODY.replace("{{link}}", "[x]({{link}})"), "this link's address is not allowed"),
        ("x", f"{BODY}\n\n<b>bold</b>", "raw HTML is not allowed"),
        ("x", BODY + "x" * 5_000, "over 5,000 characters"),
    ],
)
def test_what_cannot_be_a_letter_is_said_in_a_sentence(subject: str, body: str, said: str) -> None:
    assert any(said in fault for fault in wording.faults(subject, body, "invitation"))


def test_there_is_no_letter_of_another_kind() -> None:
    assert "no letter of the kind" in wording.faults("x", BODY, "birthday")[0]


def test_what_is_put_in_is_never_read_as_more_of_the_text() -> None:
    facts = replace(FACTS, name="{{link}} **x**", organisation="[a](http://evil.example)")
    letter = wording.render(Text("x", BODY + "\n\n{{organisation}}"), facts, "staff")
    assert "Dear {{link}} **x**," in letter.text
    assert "[a](http://evil.example)" in visible(letter.html)
    assert 'evil.example"' not in letter.html


def test_one_minute_is_one_in_our_own_words_and_in_others() -> None:
    ours = wording.defaults("invitation", "staff")
    others = Text("{{minutes}} minutes?", f"Give us {{{{minutes}}}}\nminutes.\n\n{BODY}")
    for minutes, said in ((1, "1 minute"), (12, "12 minutes")):
        for text in (ours, others):
            letter = wording.render(text, replace(FACTS, minutes=minutes), "staff")
            assert f"{said} " in " ".join(f"{letter.text} ".replace(".", " ").split())
        assert letter.subject == f"{said}?"
