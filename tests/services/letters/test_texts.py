"""The words of a round's letters."""

from __future__ import annotations

import pytest

from portal.errors import Conflict, NotFound, Refused
from portal.post.wording import KINDS, defaults
from portal.services.letters import texts
from portal.services.letters.outbox import Sender
from portal.services.letters.texts import Text
from portal.store.letters import Wording
from portal.store.records import Audit
from portal.store.rounds import Round
from tests.factories import ADA, NOW, SMALL, House

SENDER = Sender("https://health.example.org", "help@example.org")
BODY = "Please answer, {{name}}.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}"
OURS = Text("Ours: {{round}}", BODY)


def said() -> str:
    return str(Audit.select().order_by(Audit.id.desc()).get().did)


def write(text: Text = OURS, kind: str = "invitation", code: str = "spring") -> None:
    texts.write(code, kind, text, ADA, NOW)


def test_a_round_begins_with_our_words(house: House) -> None:
    house.round()
    found = texts.every("spring")
    assert [(each.kind, each.ours) for each in found] == [(kind, True) for kind in KINDS]
    assert found[0].text == defaults("invitation", "staff")


def test_a_return_has_words_of_its_own(house: House) -> None:
    kind = SMALL.replace("kind: anonymous", "kind: return").replace("breakdowns: [service]\n", "")
    house.round(source=kind)
    assert texts.one("spring", "invitation").text == defaults("invitation", "organisation")
    shown = texts.preview("spring", "invitation", defaults("invitation", "organisation"), SENDER)
    assert "it is not anonymous" in shown.text


@pytest.mark.parametrize("kind", KINDS)
def test_each_letter_has_its_own_words(house: House, kind: str) -> None:
    house.round()
    house.round("summer")
    write(kind=kind)
    assert [each.kind for each in texts.every("spring") if not each.ours] == [kind]
    assert all(each.ours for each in texts.every("summer"))
    assert texts.one("spring", kind).text == OURS
    assert said() == f"changed the {kind} letter of round spring"


def test_words_are_written_again_and_given_back(house: House) -> None:
    house.round()
    write()
    write(Text("Again", BODY))
    assert texts.one("spring", "invitation").text.subject == "Again"
    texts.restore("spring", "invitation", ADA, NOW)
    assert texts.one("spring", "invitation").ours
    assert said() == "took our own words for the invitation letter of round spring"


def test_our_own_words_written_down_stay_ours(house: House) -> None:
    house.round()
    write()
    write(defaults("invitation", "staff"))
    assert texts.one("spring", "invitation").ours
    assert not Wording.select().exists()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (Text("Ours", BODY.replace("{{link}}", "")), "{{link}}"),
        (Text("Ours", BODY.replace("{{promise}}", "")), "{{promise}}"),
        (Text("", BODY), "subject"),
        (Text("Ours", ""), "{{link}}"),
    ],
)
def test_a_letter_without_its_link_or_the_promise_is_refused(
    house: House, text: Text, fault: str
) -> None:
    house.round()
    with pytest.raises(Refused, match=fault):
        write(text)
    assert not Wording.select().exists()


@pytest.mark.parametrize("state", ["closing", "closed", "releasing", "counted", "archived"])
def test_the_letters_of_a_round_that_has_closed_stay_as_they_were(house: House, state: str) -> None:
    house.round()
    Round.update(state=state).execute()
    with pytest.raises(Conflict, match=f"is {state}"):
        write()
    with pytest.raises(Conflict, match=f"is {state}"):
        texts.restore("spring", "invitation", ADA, NOW)


def test_a_kind_that_is_none_is_not_found(house: House) -> None:
    house.round()
    for ask in (texts.one, texts.default):
        with pytest.raises(NotFound, match="valentine"):
            ask("spring", "valentine")
    with pytest.raises(NotFound, match="valentine"):
        write(kind="valentine")


def test_a_form_from_a_browser_is_tidied() -> None:
    assert texts.text_of(" Ours ", "a\r\n\r\nb\r\n") == Text("Ours", "a\n\nb")


def test_the_preview_shows_the_words_without_the_frame_of_a_mail(house: House) -> None:
    house.round()
    letter = texts.preview("spring", "invitation", OURS, SENDER)
    shown = texts.shown(letter)
    assert shown.startswith("<p>Please answer, Sam Example.</p>")
    assert "style=" not in shown and "<html" not in shown
    assert "https://health.example.org/i/AAAA" in shown
