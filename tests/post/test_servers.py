"""Settings of the mail server: checked at start, secrets never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.errors import SettingsError
from portal.settings import Settings, load

TEMPLATE = "c" * 8 + "-1111-4111-8111-" + "c" * 12


def loaded(tmp_path: Path, **values: str) -> Settings:
    return load({"PORTAL_INSTANCE": str(tmp_path), **values})


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://u%40x:p%2Fw@a.example", ("a.example", 587, "required", "u@x", "p/w")),
        ("smtps://u:p@smtp.example.org", ("smtp.example.org", 465, "always", "u", "p")),
        ("smtp://a.example:25?starttls=offered", ("a.example", 25, "offered", "", "")),
        ("smtp://a.example:25?starttls=never", ("a.example", 25, "never", "", "")),
        ("smtp://localhost:25", ("localhost", 25, "never", "", "")),
        ("smtp://127.0.0.1:25?starttls=required", ("127.0.0.1", 25, "required", "", "")),
    ],
)  # fmt: skip
def test_an_address_says_how_the_server_is_spoken_to(
    tmp_path: Path, url: str, expected: tuple[object, ...]
) -> None:
    found = loaded(tmp_path, SMTP_URL=url).smtp
    assert found
    assert (found.host, found.port, found.tls, found.user, found.password) == expected


@pytest.mark.parametrize(
    "values",
    [
        {"SMTP_URL": "smtp.example.org"},
        {"SMTP_URL": "http://u:geheim@smtp.example.org"},
        {"SMTP_URL": "smtp://u:geheim@:25"},
        {"SMTP_URL": "smtp://u:geheim@a.example:99999"},
        {"SMTP_URL": "smtp://u:geheim@a.example/box"},
        {"SMTP_URL": "smtp://u:geheim@a.example?starttls=perhaps"},
        {"SMTP_URL": "smtp://u:geheim@a.example?starttls=never"},
        {"SMTP_URL": "smtps://u:geheim@a.example?starttls=never"},
        {"SMTP_URL": "smtp://u@a.example"},
        {"SMTP_URL": "smtp://u:geheim@a.example", "SMTP_PASSWORD_FILE": "geheim"},
        {"SMTP_URL": "smtp://u:geheim@a.example", "NOTIFY_KEY_FILE": "k"},
        {"NOTIFY_KEY_FILE": "k", "NOTIFY_TEMPLATE": "welcome"},
        {"NOTIFY_KEY_FILE": "k", "NOTIFY_TEMPLATE": TEMPLATE, "NOTIFY_URL": "http://a.example"},
        {"NOTIFY_KEY_FILE": "k", "NOTIFY_TEMPLATE": TEMPLATE, "NOTIFY_URL": "https://a.example/x"},
        {"LETTERS_A_MINUTE": "many"},
        {"LETTERS_A_MINUTE": "-1"},
        {"BOUNCES_TO": "bounces"},
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_sentence_without_a_secret(
    tmp_path: Path, values: dict[str, str]
) -> None:
    with pytest.raises(SettingsError) as caught:
        loaded(tmp_path, **values)
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    assert "geheim" not in said
    assert any(name in said for name in values)


def test_files_are_taken_from_the_instance_folder(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        SMTP_URL="smtp://u@a.example",
        SMTP_PASSWORD_FILE="password",
        SMTP_CA_FILE="/etc/ca.pem",
        BOUNCES_MAILDIR="bounces",
        LETTERS_A_MINUTE="0",
    )
    assert found.smtp
    assert found.smtp.password_file == tmp_path / "password"
    assert found.smtp.authority == Path("/etc/ca.pem")
    assert found.bounces_maildir == tmp_path / "bounces"
    assert found.letters_a_minute == 0
    assert found.bounces_to == "health-check@example.org"


def test_no_setting_is_ever_shown_with_its_password(tmp_path: Path) -> None:
    assert "geheim" not in repr(loaded(tmp_path, SMTP_URL="smtp://u:geheim@a.example"))
    assert loaded(tmp_path).smtp is loaded(tmp_path).notify is None
