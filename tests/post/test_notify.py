"""Letters by GOV.UK Notify, against a local server that speaks its API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import jwt
import pytest

from portal.errors import SettingsError
from portal.post import notify
from portal.post.letters import Letter
from portal.post.outcomes import Down, Refused, TryLater, Unknown
from portal.post.servers import NotifyService

SERVICE, SECRET = (f"{digit * 8}-1111-4111-8111-{digit * 12}" for digit in "ab")
TEMPLATE = "c" * 8 + "-1111-4111-8111-" + "c" * 12
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LETTER = Letter(
    to="remi@northshire.example",
    name="Remi",
    subject="Your link",
    text="Dear Remi,\n",
    html="<p>Dear Remi,",
    stop="https://check.example.org/stop/a",
    reference="ab" * 16,
)


@dataclass
class Api:
    """What was asked, and what to answer: a status with errors; 0 cuts the connection."""

    asked: list[dict[str, Any]] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    answers: list[tuple[int, list[dict[str, str]]]] = field(default_factory=list)
    connections: set[object] = field(default_factory=set)
    url: str = ""


@pytest.fixture
def api() -> Iterator[Api]:
    state = Api()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            assert self.path == "/v2/notifications/email"
            state.connections.add(self.client_address)
            token = self.headers["Authorization"].removeprefix("Bearer ")
            options: Any = {"verify_iat": False}
            state.claims.append(jwt.decode(token, SECRET, ["HS256"], options))
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, errors = state.answers.pop(0) if state.answers else (201, [])
            if status in (0, 201):
                state.asked.append(json.loads(body))
            if not status:
                self.close_connection = True
                return
            answer = json.dumps({"status_code": status, "errors": errors}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        state.url = f"http://127.0.0.1:{server.server_port}"
        yield state
        server.shutdown()
        thread.join()


@pytest.fixture
def deliver(api: Api, tmp_path: Path) -> Iterator[notify.Notify]:
    file = tmp_path / "key"
    file.write_text(f"health_check-{SERVICE}-{SECRET}\n")
    made = notify.connect(NotifyService(file, TEMPLATE, api.url), lambda: NOW)
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


def test_a_service_that_is_not_there_is_down(api: Api, tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"health_check-{SERVICE}-{SECRET}")
    service = NotifyService(tmp_path / "key", TEMPLATE, "http://127.0.0.1:9")
    with pytest.raises(Down, match="Notify cannot be reached"):
        notify.connect(service, lambda: NOW)(LETTER)
    with pytest.raises(Down, match="Notify cannot be reached"):
        notify.connect(service, lambda: NOW).reach()


def test_a_file_without_a_key_stops_the_start(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-key")
    with pytest.raises(SettingsError, match="no API key"):
        notify.connect(NotifyService(tmp_path / "key", TEMPLATE, "https://x.example"), lambda: NOW)
