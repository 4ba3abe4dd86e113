"""Letters by GOV.UK Notify, against a local server that speaks its API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.post import notify
from portal.post.letters import Letter
from portal.post.outcomes import Down, Refused, TryLater, Unknown
from portal.post.servers import NotifyService
from tests.post.notifyserver import NOW, SERVICE, TEMPLATE, Api, connected, running

LETTER = Letter(
    to="remi@northshire.example",
    name="Remi",
    subject="Your link",
    text="Dear Remi,\n",
    html="<p>Dear Remi,",
    stop="https://check.example.org/stop/a",
    reference="ab" * 16,
)


@pytest.fixture
def api() -> Iterator[Api]:
    with running() as state:
        yield state


@pytest.fixture
def deliver(api: Api, tmp_path: Path) -> Iterator[notify.Notify]:
    made = connected(api.url, tmp_path)
    yield made
    made.close()


def test_a_letter_is_asked_for_as_the_api_wants_it(api: Api, deliver: notify.Notify) -> None:
    deliver(LETTER)
    assert api.asked == [
        {
            "email_address": LETTER.to,
            "template_id": TEMPLATE,
            "personalisation": {"subject": "Your link", "body": "Dear Remi,\n"},
            "reference": LETTER.reference,
            "one_click_unsubscribe_url": LETTER.stop,
        }
    ]
    assert api.claims == [{"iss": SERVICE, "iat": int(NOW.timestamp())}]


def test_a_letter_to_staff_has_nothing_to_unsubscribe_from(
    api: Api, deliver: notify.Notify
) -> None:
    deliver(replace(LETTER, stop="", reference=""))
    assert api.asked[0].keys() == {"email_address", "template_id", "personalisation"}


def test_many_letters_go_over_one_connection(api: Api, deliver: notify.Notify) -> None:
    for _ in range(5):
        deliver(LETTER)
    assert (len(api.asked), len(api.connections)) == (5, 1)


@pytest.mark.parametrize(
    ("status", "errors", "outcome"),
    [
        (400, [("ValidationError", "email_address Not a valid email address")], Refused),
        (400, [("ValidationError", "template_id is not a valid UUID")], Down),
        (
            400,
            [("BadRequestError", "Can't send to this recipient using a team-only API key")],
            Down,
        ),
        (403, [("AuthError", "Invalid token: API key not found")], Down),
        (429, [("TooManyRequestsError", "Exceeded send limits (50) for today")], Down),
        (500, [("Exception", "Internal server error")], TryLater),
        (503, [], TryLater),
        (404, [("NoResultFound", "No result found")], Down),
    ],
)
def test_an_error_is_one_of_the_letter_or_of_all(
    api: Api,
    deliver: notify.Notify,
    status: int,
    errors: list[tuple[str, str]],
    outcome: type[Exception],
) -> None:
    api.answers = [(status, [{"error": error, "message": words} for error, words in errors])]
    with pytest.raises(outcome):
        deliver(LETTER)
    deliver(LETTER)
    assert len(api.asked) == 1


def test_a_connection_lost_after_the_letter_leaves_it_uncertain(
    api: Api, deliver: notify.Notify
) -> None:
    deliver(LETTER)
    api.answers = [(0, [])]
    with pytest.raises(Unknown):
        deliver(LETTER)
    assert len(api.asked) == 2
    deliver(LETTER)
    assert len(api.asked) == 3


def test_a_service_that_is_not_there_is_down(tmp_path: Path) -> None:
    nowhere = connected("http://127.0.0.1:9", tmp_path)
    with pytest.raises(Down, match="Notify cannot be reached"):
        nowhere(LETTER)
    with pytest.raises(Down, match="Notify cannot be reached"):
        nowhere.reach()


def test_a_file_without_a_key_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key")
    with pytest.raises(SettingsError, match="no API key"):
        notify.connect(NotifyService(tmp_path / "key", TEMPLATE, "https://x.example"), lambda: NOW)
