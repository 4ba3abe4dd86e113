"""Settings: environment over file over defaults; whatever is wrong is said in one sentence."""

from __future__ import annotations

import grp
import os
from email import message_from_bytes
from email.utils import parseaddr
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.errors import SettingsError
from portal.post.headers import POLICY
from portal.post.letters import Letter, message
from portal.settings import ROOT, load
from tests.factories import OURS

LETTER = Letter("remi@example.org", "Remi", "Subject", "Text\n", "<p>Text", "https://x.example.org")


def written(folder: Path, text: str) -> dict[str, str]:
    """An environment whose instance folder holds this ``settings.toml``."""
    (folder / "settings.toml").write_text(text, encoding="utf-8")
    return {"PORTAL_INSTANCE": str(folder)}


def refusal(environment: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        load(environment)
    return str(caught.value)


def test_without_any_setting_the_portal_lives_in_its_own_folder() -> None:
    found = load({})

    assert found.instance == ROOT / "instance"
    assert found.base_url == f"http://{found.bind}" == "http://127.0.0.1:8000"
    assert found.database == ROOT / "instance" / "portal.sqlite"
    assert found.keys == ROOT / "instance" / "keys"
    assert found.secret_key_file.parent == found.keys
    assert not found.https
    assert found.proxies == 0


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    text = 'portal_bind = "0.0.0.0:81"\nsupport_contact = "Pat"\nportal_proxies = "2"\n'
    environment = written(tmp_path, text)

    found = load({**environment, "PORTAL_BIND": "[::1]:82", "MAIL_FROM": ""})

    assert found.bind == "[::1]:82"
    assert found.support_contact == "Pat"
    assert found.proxies == 2
    assert found.mail_from.endswith("<health-check@example.org>")


def test_paths_are_taken_from_the_instance_folder_and_are_absolute(tmp_path: Path) -> None:
    text = 'database_url = "sqlite:///data/p.db"\nsecret_key_file = "web.key"\n'
    found = load(written(tmp_path, text))
    elsewhere = load({"DATABASE_URL": f"sqlite:///{tmp_path}/q.db", "SECRET_KEY_FILE": "/s/web"})

    assert found.database == tmp_path / "data" / "p.db"
    assert found.secret_key_file == tmp_path / "web.key"
    assert elsewhere.database == tmp_path / "q.db"
    assert elsewhere.secret_key_file == Path("/s/web")


@pytest.mark.parametrize(
    "address", ["https://check.example.org", "http://[::1]:8000", "https://check.example.org:8443"]
)
def test_a_base_address_has_no_slash_at_its_end(address: str) -> None:
    assert load({**OURS, "PORTAL_BASE_URL": f"{address}/"}).base_url == address
    assert load({**OURS, "PORTAL_BASE_URL": address}).https == address.startswith("https:")


@pytest.mark.parametrize("name", sorted(OURS))
def test_an_installation_that_others_reach_says_who_it_is(name: str) -> None:
    ours = {**OURS, "PORTAL_BASE_URL": "https://check.northshire.example"}
    assert load(ours).https
    assert refusal({**ours, name: ""}) == (
        f"{name} must be set to your own: people are told an example."
    )


def test_all_that_is_missing_is_said_at_once() -> None:
    bare = {"PORTAL_BASE_URL": "https://check.northshire.example"}
    assert refusal(bare).startswith("MAIL_FROM, SUPPORT_CONTACT, CONTROLLER, PRIVACY_CONTACT,")


@pytest.mark.parametrize("name", ["DATABASE_GROUP", "KEYS_GROUP"])
def test_a_group_is_one_of_this_system(name: str) -> None:
    assert (load({}).database_group, load({}).keys_group) == (None, None)
    own = grp.getgrgid(os.getgid())
    found = load({name: own.gr_name})
    assert own.gr_gid in (found.database_group, found.keys_group)
    assert refusal({name: "no-such-group"}) == (
        f"{name} must be a group of this system, not “no-such-group”."
    )


BAD = {
    "PORTAL_BIND": "8000 localhost a:b a:0 a:65536 ::1:80 http://a:1",
    "PORTAL_PROXIES": "one -1 10 1.0 0x1 ²",
    "PORTAL_BASE_URL": "check.example.org ftp://a.org https:// https://a.org/b https://a.org?b"
    " https://a.org#b https://pat:pw@a.org http://[::1 https://a.org:x https://é.org",
    "DATABASE_URL": "portal.sqlite sqlite:/// postgresql://a/b sqlite://a",
    "MAIL_FROM": "Pat pat@ @example.org a..b@example.org zoë@example.org <>",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, value) for name, values in BAD.items() for value in values.split()),
        *((name, "a\nb") for name in (*BAD, "SUPPORT_CONTACT", "SECRET_KEY_FILE")),
        ("PORTAL_BASE_URL", "https://a b.org"),
    ],
)
def test_a_bad_value_is_refused_with_its_name_in_one_sentence(name: str, value: str) -> None:
    said = refusal({name: value})

    assert said.startswith(f"{name} must be")
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("portal_bind = ", "cannot be read"),
        ('portal_bnd = "a:1"', "an unknown setting “portal_bnd”; it may hold bounces_maildir, "),
        ('portal_instance = "/x"', "an unknown setting “portal_instance”"),
        ("portal_bind = 8000", "portal_bind must be text in quotation marks"),
        ('[portal]\nbind = "a:1"', "an unknown setting “portal”"),
        ('secret_key_file = "a\\u0000b"', "SECRET_KEY_FILE must be one line of text"),
    ],
)
def test_a_faulty_file_is_refused_in_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    assert said in refusal(written(tmp_path, text))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe")

    assert "settings.toml cannot be read" in refusal({"PORTAL_INSTANCE": str(tmp_path)})


@given(
    st.text() | st.emails() | st.from_regex(r"[a-z\"<>@,;:()\[\]. \\]{0,20}@[a-z.\[\]()]{0,9}>?")
)
@example("Pat, PSW <pat@example.org>")
@example('"Pat \\"P\\" Q" <pat@example.org>')
@example("Zoë <zoe@example.org>")
def test_a_sender_that_is_taken_can_be_written_into_a_letter(sender: str) -> None:
    try:
        taken = load({"MAIL_FROM": sender}).mail_from
    except SettingsError:
        return

    letter = message_from_bytes(message(LETTER, taken).as_bytes(policy=POLICY), policy=POLICY)
    assert [found.addr_spec for found in letter["From"].addresses] == [parseaddr(taken)[1]]
