"""No line that is logged holds a token, a code, an answer, a mail address or a network address."""

from __future__ import annotations

import logging
from collections.abc import Callable
from io import StringIO

import pytest
from flask.testing import FlaskClient

from portal.services.answering import responding
from portal.worker import passes
from tests.factories import PAT, House, post, token_in
from tests.house.planted import ADDRESS, ANSWER, EMAIL, Planted, found_in, plant

SURVEY = "/survey/spring"
SUPPORT = {"q_heard": "disagree", "q_safe": "agree", "q_why": ANSWER, "go": "next"}


def browser(house: House) -> FlaskClient:
    """Of somebody whose network address can be told."""
    client = house.client()
    client.environ_base |= {"REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": ADDRESS}
    return client


def arrives_and_submits(client: FlaskClient, planted: Planted) -> None:
    post(client, planted.links[0])
    post(client, f"{SURVEY}/about", {"q_service": "children", "go": "next"})
    for _ in range(2):
        post(client, f"{SURVEY}/support", SUPPORT)
    token = token_in(client.get(f"{SURVEY}/check").text)
    client.post(f"{SURVEY}/submit", data={"csrf_token": token})
    for path in ("done", "done/picture"):
        assert "Support" in client.get(f"{SURVEY}/{path}").text
    assert client.get(planted.links[0]).status_code == 409


def comes_back(client: FlaskClient, planted: Planted) -> None:
    assert post(client, f"/r/{planted.code}").status_code == 303
    assert post(client, "/resume", {"code": planted.code}).status_code == 303
    assert post(client, "/resume", {"code": f"{planted.code}9"}).status_code == 422
    assert planted.code in client.get(f"{SURVEY}/later").text


def follows_other_links(client: FlaskClient, planted: Planted) -> None:
    assert post(client, planted.open_link).status_code == 303
    assert client.get(planted.stop).status_code == 200
    assert client.post(planted.stop).status_code == 200


def signs_in_as_staff(client: FlaskClient, planted: Planted) -> None:
    post(client, "/staff/sign-in", {"email": PAT})
    assert client.get(f"{planted.sign_in}x").status_code == 404
    assert post(client, planted.sign_in).status_code == 303
    assert PAT in client.get("/staff/account").text
    assert client.get(planted.sign_in).status_code == 302


def mistypes_addresses(client: FlaskClient, planted: Planted) -> None:
    for path in (f"{planted.links[0]}x", f"{planted.links[0]}/more", f"/x{planted.links[0]}"):
        assert client.get(path).status_code == 404
    assert client.get(f"/?code={planted.code}&email={EMAIL}").status_code == 200
    assert client.delete(planted.links[0]).status_code == 405


def sends_what_no_page_of_ours_sends(client: FlaskClient, planted: Planted) -> None:
    post(client, planted.links[0])
    token = token_in(client.get(f"{SURVEY}/about").text)
    for data in ({"q_service": ANSWER, "go": "next"}, {f"q_{ANSWER}": "x", "go": "next"}):
        answer = client.post(f"{SURVEY}/about", data={"csrf_token": token, **data})
        assert answer.status_code == 400
    assert client.post(f"{SURVEY}/about", data={"q_service": ANSWER}).status_code == 400
    assert client.post(f"{SURVEY}/about", json={"a": ANSWER}).status_code == 400
    huge = {"csrf_token": token, "q_service": ANSWER * 20_000}
    assert client.post(f"{SURVEY}/about", data=huge).status_code == 413


@pytest.mark.parametrize(
    "way",
    [
        arrives_and_submits,
        comes_back,
        follows_other_links,
        signs_in_as_staff,
        mistypes_addresses,
        sends_what_no_page_of_ours_sends,
    ],
)
def test_a_way_through_the_site_leaves_no_secret_in_a_log(
    house: House,
    way: Callable[[FlaskClient, Planted], None],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    planted = plant(house)
    caplog.set_level(logging.DEBUG)
    way(browser(house), planted)
    printed = capfd.readouterr()
    assert "portal.requests" in {record.name for record in caplog.records}
    assert found_in(caplog.text + printed.out + printed.err, planted) == []


def test_an_exception_that_holds_an_answer_is_logged_without_it(
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*given: object, **_: object) -> None:
        raise RuntimeError(f"{given} {EMAIL}")

    planted = plant(house)
    client = browser(house)
    post(client, f"/r/{planted.code}")
    monkeypatch.setattr(responding, "save", fail)
    caplog.set_level(logging.DEBUG)
    assert post(client, f"{SURVEY}/support", SUPPORT).status_code == 500
    printed = capfd.readouterr()
    assert "RuntimeError at" in caplog.text
    assert found_in(caplog.text + printed.out + printed.err, planted) == []


def test_a_log_that_cannot_be_written_to_gives_nothing_away(
    house: House, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*given: object, **_: object) -> None:
        raise RuntimeError(f"{given} {EMAIL}")

    planted, client = plant(house), browser(house)
    post(client, f"/r/{planted.code}")
    monkeypatch.setattr(responding, "save", fail)
    gone = StringIO()
    gone.close()
    broken = logging.StreamHandler(gone)
    logging.getLogger("portal").addHandler(broken)
    try:
        assert post(client, f"{SURVEY}/support", SUPPORT).status_code == 500
    finally:
        logging.getLogger("portal").removeHandler(broken)
    printed = capfd.readouterr()
    assert found_in(printed.out + printed.err, planted) == []


def test_a_round_from_first_letter_to_count_leaves_no_secret_in_a_log(
    house: House, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    planted = plant(house)
    said = house.work(days=8)
    printed = capfd.readouterr()
    assert "counted round spring" in said
    assert found_in("".join(said) + caplog.text + printed.out + printed.err, planted) == []


def test_a_letter_that_cannot_be_sent_is_logged_without_its_address(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    from dataclasses import replace

    def refuse(letter: object) -> None:
        raise OSError(f"{letter}")

    house.round()
    house.invite(1)
    caplog.set_level(logging.DEBUG)
    said = "".join(passes.run(replace(house.tools, deliver=refuse), house.now))
    assert "cannot be delivered" in said
    assert EMAIL not in said + caplog.text
    assert "/i/" not in said + caplog.text
