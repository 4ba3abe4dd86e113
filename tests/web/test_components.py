"""The small pieces that pages are built of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string

from tests.web import sample

IMPORT = (
    "{% from 'components.html' import button, link_button, copy_button %}"
    "{% from 'components.html' import error_summary, notification, summary_list %}"
)


@pytest.fixture(scope="module", autouse=True)
def app() -> Iterator[Flask]:
    made = sample.app()
    with made.test_request_context():
        yield made


def soup(source: str, **values: object) -> BeautifulSoup:
    return BeautifulSoup(render_template_string(IMPORT + source, **values), "html.parser")


def test_a_button_carries_its_name_and_value_and_is_pressed_only_once() -> None:
    made = soup("{{ button('Go on', name='go', value='next') }}").button
    assert made
    assert (made["name"], made["value"], made["type"]) == ("go", "next", "submit")
    assert made["data-prevent-double-click"] == "true"


def test_a_button_without_a_name_sends_nothing() -> None:
    made = soup("{{ button('Go on') }}").button
    assert made and not made.has_attr("name")


def test_a_summary_list_says_what_each_link_changes() -> None:
    rows = [("Service", "<Adults>", "/a", "your service"), ("Role", "Other", "", "")]
    made = soup("{{ summary_list(rows) }}", rows=rows)
    assert [link.text for link in made.select("a")] == ["Change your service"]
    assert [value.text for value in made.select(".govuk-summary-list__value")] == [
        "<Adults>",
        "Other",
    ]


@pytest.mark.parametrize(("success", "role"), [("true", "alert"), ("false", "region")])
def test_good_news_is_announced_and_other_news_is_a_landmark(success: str, role: str) -> None:
    made = soup("{% call notification(success=" + success + ") %}<p>Done</p>{% endcall %}").div
    assert made and made["role"] == role
    assert made["aria-labelledby"] == made.h2["id"]  # type: ignore[index]


def test_an_error_summary_holds_the_links_that_it_is_given() -> None:
    made = soup("{% call error_summary() %}<li><a href='#x'>Mend it</a></li>{% endcall %}")
    assert [link["href"] for link in made.select("[role=alert] li a")] == ["#x"]


def test_a_copy_button_stays_out_of_sight_until_it_works() -> None:
    made = soup("{{ copy_button('Copy the link', '#link') }}").button
    assert made and made.has_attr("hidden") and made["data-copy"] == "#link"


def test_a_link_that_looks_like_a_button_is_one_to_the_keyboard_too() -> None:
    made = soup("{{ link_button('Begin', '/begin') }}").a
    assert made and (made["href"], made["role"]) == ("/begin", "button")
