"""Two administrators at one form: neither undoes unseen what the other has saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from portal.calendar.schedule import Schedule
from portal.services import editing
from portal.services.letters import texts
from portal.services.organisations import register as organisations
from portal.services.rounds import planning, steps
from portal.services.rounds import register as rounds
from portal.store.rounds import Round
from tests.factories import ADA, NOW, House

DAY = timedelta(days=1)
ROUND = "/staff/rounds/spring/change"
LETTER = "/staff/rounds/spring/letters/invitation"
ORGANISATION = "/staff/organisations/northshire/edit"
BODY = "Do answer.\n\n{{link}}\n\n{{promise}}\n\n{{stop}}"
Fields = Mapping[str, str | Sequence[str]]


def planned(house: House) -> str:
    house.round(schedule=Schedule(NOW + DAY, NOW + 8 * DAY))
    return ROUND


def opened(house: House) -> str:
    house.open_round(schedule=Schedule(NOW, NOW + 8 * DAY))
    return ROUND


def letter(house: House) -> str:
    house.round()
    return LETTER


def organisation(house: House) -> str:
    house.person()
    return ORGANISATION


def shown(client: FlaskClient, path: str) -> dict[str, Any]:
    """Every field of the page's form as a browser would send it."""
    form = BeautifulSoup(client.get(path).text, "html.parser").select_one("main form[novalidate]")
    assert form
    return filled(form)


def filled(form: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for field in form.select("input[name]"):
        if field["type"] not in ("radio", "checkbox") or field.has_attr("checked"):
            fields.setdefault(field["name"], []).append(field.get("value", ""))
    for field in form.select("textarea"):
        fields[field["name"]] = field.text.removeprefix("\n")
    for field in form.select("select"):
        fields[field["name"]] = field.select_one("option[selected]")["value"]
    return fields


def stored() -> dict[str, str]:
    """What the four forms change."""
    of_round: dict[str, str] = {}
    if Round.select().exists():
        of_round = planning.shown(rounds.by_code("spring"))
        of_round |= texts.in_words(texts.one("spring", "invitation").text)
    return of_round | organisations.in_words(organisations.by_code("northshire"))


FORMS: Sequence[tuple[Callable[[House], str], Fields, Fields, str]] = (
    (planned, {"title": "Hers"}, {"closes": ["2026-03-12", "17:00"]}, "title, now “Hers”"),
    (planned, {"series": "2026"}, {"title": "Mine"}, "series, now “2026”"),
    (
        opened,
        {"reminder_1": ["2026-03-06", "09:00"]},
        {"title": "Mine"},
        "reminders, now “6 March 2026 at 9:00am”",
    ),
    (letter, {"body": BODY}, {"subject": "Mine"}, "this page: text. Your changes"),
    (organisation, {"name": "Hers"}, {"domains": "mine.example.org"}, "name, now “Hers”"),
)


@pytest.mark.parametrize(("scene", "hers", "mine", "told"), FORMS, ids=range(len(FORMS)))
def test_the_second_to_save_is_told_what_the_first_has_changed(
    house: House, scene: Callable[[House], str], hers: Fields, mine: Fields, told: str
) -> None:
    path = scene(house)
    first, second = house.signed_in(), house.signed_in()
    her_form, my_form = shown(first, path), shown(second, path)
    assert first.post(path, data=her_form | hers).status_code == 303
    before = stored()
    answer = second.post(path, data=my_form | mine)
    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert told in page.select_one(".govuk-error-summary").text  # type: ignore[union-attr]
    assert "Error:" in page.title.text  # type: ignore[union-attr]
    assert stored() == before
    again = filled(page.select_one("main form[novalidate]"))
    assert {name: again[name] for name in mine} == {
        name: [typed] if isinstance(typed, str) else typed for name, typed in mine.items()
    }
    assert second.post(path, data=again).status_code == 303
    assert stored() != before


def test_a_preview_does_not_make_up_for_what_has_changed(house: House) -> None:
    path = letter(house)
    first, second = house.signed_in(), house.signed_in()
    her_form, my_form = shown(first, path), shown(second, path)
    assert first.post(path, data=her_form | {"subject": "Hers"}).status_code == 303
    looked = second.post(path, data=my_form | {"subject": "Mine", "go": "preview"})
    assert looked.status_code == 200
    my_form = filled(BeautifulSoup(looked.text, "html.parser").select_one("main form[novalidate]"))
    assert second.post(path, data=my_form).status_code == 409


def test_words_that_were_changed_meanwhile_are_not_dropped_unseen(house: House) -> None:
    path = letter(house)
    first, second = house.signed_in(), house.signed_in()
    assert first.post(path, data=shown(first, path) | {"subject": "Hers"}).status_code == 303
    drop = shown(second, f"{path}/restore")
    newer = shown(first, path) | {"subject": "Newer"}
    assert first.post(path, data=newer).status_code == 303
    answer = second.post(f"{path}/restore", data=drop)
    assert answer.status_code == 409 and "subject, now “Newer”" in answer.text
    again = filled(BeautifulSoup(answer.text, "html.parser").select_one("main form[novalidate]"))
    assert second.post(f"{path}/restore", data=again).status_code == 303
    assert texts.one("spring", "invitation").ours


def test_a_round_that_has_opened_meanwhile_is_not_changed_as_if_it_had_not(house: House) -> None:
    path = planned(house)
    ada = house.signed_in()
    form = shown(ada, path)
    house.work(days=1)
    ada = house.signed_in()
    form["csrf_token"] = shown(ada, path)["csrf_token"]
    answer = ada.post(path, data=form | {"title": "Mine", "threshold": "20"})
    assert answer.status_code == 409
    assert "state, now “open”" in answer.text
    assert planning.planned(rounds.by_code("spring")).title == "Spring check"


def test_what_somebody_else_changes_in_other_forms_is_no_matter(house: House) -> None:
    path = opened(house)
    ada = house.signed_in()
    form = shown(ada, path)
    steps.extend("spring", NOW + 12 * DAY, ADA, NOW)
    assert ada.post(path, data=form | {"title": "Mine"}).status_code == 303
    assert planning.planned(rounds.by_code("spring")).title == "Mine"


def test_an_audit_says_which_fields_were_changed(house: House) -> None:
    from portal.services import audit

    planned(house)
    plan = planning.planned(rounds.by_code("spring"))
    days = replace(plan.schedule, closes=NOW + 9 * DAY)
    seen = editing.fingerprint(planning.shown(rounds.by_code("spring")))
    planning.change("spring", replace(plan, title="New", schedule=days), ADA, NOW, seen=seen)
    assert audit.page().deeds[0].did == "changed round spring: title, closing"
    planning.change("spring", planning.planned(rounds.by_code("spring")), ADA, NOW)
    assert audit.page().deeds[0].did == "changed round spring: title, closing"
