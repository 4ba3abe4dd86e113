"""Which letters failed, asked of a local server that speaks Notify's API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from portal.post import notify_failures
from portal.post.notify import Notify
from portal.post.outcomes import Down
from tests.post.notifyserver import NOW, SERVICE, Api, connected, running

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LETTERS = [bytes([number]) * 16 for number in range(1, 8)]
SAYS = "Notify's list of failures cannot be understood"


@pytest.fixture
def api() -> Iterator[Api]:
    with running() as state:
        yield state


@pytest.fixture
def service(api: Api, tmp_path: Path) -> Notify:
    return connected(api.url, tmp_path)


def failed(
    letter: bytes, completed: datetime = NOW, created: datetime | None = None, **other: object
) -> dict[str, Any]:
    """As Notify lists it."""
    return {
        "id": f"00000000-1111-4111-8111-{letter.hex()[:12]}",
        "reference": letter.hex(),
        "email_address": "remi@northshire.example",
        "body": "Dear Remi, …",
        "type": "email",
        "status": "permanent-failure",
        "created_at": f"{(created or completed):%Y-%m-%dT%H:%M:%S.%fZ}",
        "completed_at": f"{completed:%Y-%m-%dT%H:%M:%S.%fZ}",
        **other,
    }


def heard(service: Notify, moment: datetime = NOW - HOUR) -> list[bytes]:
    return list(notify_failures.since(moment, service))


def test_every_page_is_asked_for_over_one_connection(api: Api, service: Notify) -> None:
    api.failed, api.a_page = [failed(letter) for letter in LETTERS], 3
    assert heard(service) == LETTERS
    only = {"template_type": ["email"], "status": ["permanent-failure"]}
    lasts = [api.failed[2]["id"], api.failed[5]["id"], api.failed[6]["id"]]
    assert api.looks == [only, *({**only, "older_than": [last]} for last in lasts)]
    assert len(api.connections) == 1
    assert api.claims == [{"iss": SERVICE, "iat": int(NOW.timestamp())}] * 4


def test_what_failed_before_the_moment_is_left_out(api: Api, service: Notify) -> None:
    times = [NOW, NOW - 2 * HOUR, NOW - HOUR, NOW - DAY]
    api.failed = [failed(*each) for each in zip(LETTERS, times, strict=False)]
    assert heard(service) == [LETTERS[0], LETTERS[2]]


def test_a_letter_that_took_days_to_fail_is_found(api: Api, service: Notify) -> None:
    api.failed = [failed(LETTERS[0], NOW - DAY), failed(LETTERS[1], NOW, NOW - 3 * DAY)]
    api.a_page = 1
    assert heard(service) == [LETTERS[1]]


def test_letters_that_are_too_old_to_fail_now_are_not_paged_through(
    api: Api, service: Notify
) -> None:
    api.failed, api.a_page = [failed(letter, NOW - 6 * DAY) for letter in LETTERS], 2
    assert heard(service) == []
    assert len(api.looks) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"reference": None},
        {"reference": "another program's"},
        {"reference": "AB" * 16},
        {"status": "delivered"},
        {"status": "sending", "completed_at": None},
    ],
)
def test_what_is_no_failed_letter_of_ours_is_left_out(
    api: Api, service: Notify, other: dict[str, object]
) -> None:
    api.failed = [failed(LETTERS[0], **other), failed(LETTERS[1])]
    assert heard(service) == [LETTERS[1]]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (0, "the connection was lost while Notify listed its failures"),
        (302, "reply 302"),
        (400, "reply 400"),
        (403, "does not take our key"),
        (429, "reply 429"),
        (500, "reply 500"),
    ],
)
def test_an_answer_that_is_none_says_why_and_what_came_before_it_holds(
    api: Api, service: Notify, status: int, says: str
) -> None:
    api.failed = [failed(LETTERS[0])]
    api.lists = [(200, api.page("")), (status, b'{"errors": [{"message": "remi@"}]}')]
    listed = notify_failures.since(NOW - HOUR, service)
    assert next(listed) == LETTERS[0]
    with pytest.raises(Down, match=says) as raised:
        next(listed)
    assert "remi@" not in str(raised.value)


def page(**other: object) -> bytes:
    return json.dumps({"notifications": [failed(LETTERS[0], **other)]}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>remi@northshire.example</html>",
        b"\xff\xfe",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"notifications": null}',
        b'{"notifications": ["remi@northshire.example"]}',
        b'{"notifications": {"a": 1}}',
        page(completed_at=None),
        page(completed_at="yesterday"),
        page(completed_at="2026-03-02T09:00:00"),
        page(created_at=5),
        page(id=None),
        page(id="../v2?x=&y"),
    ],
)
def test_an_answer_that_cannot_be_understood_is_not_repeated(
    api: Api, service: Notify, content: bytes
) -> None:
    api.lists = [(200, content)]
    with pytest.raises(Down) as raised:
        heard(service)
    assert str(raised.value) == SAYS
    assert len(api.looks) == 1


def test_a_page_without_end_is_cut_off(
    api: Api, service: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify_failures, "LARGEST", 300)
    api.failed = [failed(letter) for letter in LETTERS]
    with pytest.raises(Down, match=SAYS):
        heard(service)


def test_pages_without_end_are_not_all_asked_for(
    api: Api, service: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify_failures, "PAGES", 3)
    api.lists = [(200, page())] * 10
    listed = notify_failures.since(NOW - HOUR, service)
    assert [next(listed) for _ in range(3)] == [LETTERS[0]] * 3
    with pytest.raises(Down, match="more failures than are read at a time"):
        next(listed)
    assert len(api.looks) == 3


def test_a_service_that_dawdles_is_not_waited_for(
    api: Api, service: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify_failures, "PATIENCE", -1.0)
    api.failed = [failed(LETTERS[0])]
    listed = notify_failures.since(NOW - HOUR, service)
    assert next(listed) == LETTERS[0]
    with pytest.raises(Down, match="too long"):
        next(listed)


def test_a_service_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(Down, match="Notify cannot be reached"):
        heard(connected("http://127.0.0.1:9", tmp_path))
