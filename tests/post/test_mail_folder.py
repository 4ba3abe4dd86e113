"""Letters in a folder, while no mail server is set."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from portal.post.letters import Letter
from portal.post.mail_folder import into_folder

SENDER = "Health check <health-check@example.org>"
LETTER = Letter(
    to="remi@example.org",
    name="Zoë Remi",
    subject="Your link",
    text="Dear Zoë,\n",
    html="<p>Dear Zoë,",
    stop="https://check.example.org/stop/a",
)


def test_a_letter_lies_in_the_folder_as_a_whole_message(tmp_path: Path) -> None:
    into_folder(tmp_path / "new" / "mail", LETTER, SENDER)

    (path,) = (tmp_path / "new" / "mail" / "staff").iterdir()
    received = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(received, EmailMessage)
    body = received.get_body(("plain",))
    assert path.suffix == ".eml"
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == LETTER.text
    assert received["To"] == "Zoë Remi <remi@example.org>"


def test_only_the_owner_may_read_letters(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    into_folder(folder, LETTER, SENDER)

    (path,) = folder.rglob("*.eml")
    assert folder.stat().st_mode & 0o777 == path.parent.stat().st_mode & 0o777 == 0o700
    assert path.stat().st_mode & 0o777 == 0o600


def test_letters_to_the_same_person_lie_side_by_side(tmp_path: Path) -> None:
    for _ in range(3):
        into_folder(tmp_path, LETTER, SENDER)

    assert len(list(tmp_path.rglob("*.eml"))) == 3


def test_a_letter_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = Letter("no address", "", "Your link", "text\n", "<p>", LETTER.stop)

    with pytest.raises(ValueError, match=r"addr_spec|local"):
        into_folder(tmp_path, broken, SENDER)

    assert list(tmp_path.iterdir()) == []
