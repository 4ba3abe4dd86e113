"""Which addresses letters can go to."""

from __future__ import annotations

import pytest

from portal.post.addresses import fault_of, is_domain, is_shared, plain

LONG = "a" * 63


@pytest.mark.parametrize(
    "address",
    [
        "remi@example.org",
        "o'neil+x@a-b.example.org",
        "a_b@xn--exmple-cua.org",
        "1@2.example",
        f"{LONG}a@{LONG}.{LONG}.{'a' * 57}.org",
    ],
)
def test_an_ordinary_address_has_no_fault(address: str) -> None:
    assert fault_of(address) == ""
    assert plain(address) == address


@pytest.mark.parametrize(
    ("address", "right"),
    [
        ("", ""), ("remi", ""), ("@example.org", ""), ("remi@", ""),
        ("a..b@example.org", "before the @"), (".a@example.org", "before the @"),
        ("a(b)@example.org", "before the @"), ("a[b@example.org", "before the @"),
        ("a b@example.org", "before the @"), ('"a b"@example.org', "before the @"),
        ("a@b@example.org", "before the @"), ("a@example.org\nbcc: b@example.org", "one address"),
        ("a@example.org, b@example.org", "one address"), ("a@b.org / c@d.org", "one address"),
        ("a@example.org (on leave)", "nothing beside"), ("a@b.org / 07700", "nothing beside"),
        ("zoë@example.org", "without accents"), ("a@exämple.org", "without accents"),
        ("a@ex\N{CYRILLIC SMALL LETTER A}mple.org", "no letter from a to z"),
        ("a\u200b@example.org", "that cannot be seen"), ("a\u202eb@b.org", "cannot be seen"),
        (f"{LONG}aa@example.org", "up to 64 characters"),
        (f"{LONG}a@{LONG}.{LONG}.{'a' * 58}.org", "up to 64 characters"),
        *((f"a@{domain}", "letters, digits and hyphens") for domain in (
            "localhost", "[192.0.2.1]", "192.0.2.1", "a_b.example.org", "a%b.org", "a/b.org",
            "*.example.org", "-a.example.org", "a-.example.org", "a..org", ".org", "example.org.",
            f"{LONG}a.org", "example.o", "exa mple.org", "example.org\n")),
    ],
)  # fmt: skip
def test_an_address_that_mail_could_not_or_would_wrongly_go_to_is_refused_with_what_is_right(
    address: str, right: str
) -> None:
    fault = fault_of(address)
    assert "is no address like name@example.org" in fault
    assert fault.endswith("example.org") if not right else right in fault


@pytest.mark.parametrize(
    "copied",
    [
        "'Remi@example.org'", '"remi@example.org"', "<remi@example.org>", "‘remi@example.org’",
        "“remi@example.org”", "Remi Okafor <remi@example.org>", '"Okafor, Remi" <remi@example.org>',
        "'Remi' <'remi@example.org'>", "mailto:remi@example.org", "remi@example.org; ",
        "<mailto:remi@example.org>", "'\"remi@example.org\"'", " remi@example.org,",
        "remi@example.org.",
    ],
)  # fmt: skip
def test_what_mail_programs_put_round_an_address_is_taken_off(copied: str) -> None:
    assert plain(copied) == "remi@example.org"


@pytest.mark.parametrize("text", ["'t@example.org", "", "'", "''", "<>", "a < b@c.org"])
def test_what_is_left_is_nobody_else_s_address(text: str) -> None:
    assert plain(text) in (text, "")


def test_a_domain_by_itself_is_held_to_the_same() -> None:
    assert is_domain("northshire.example.org")
    assert not is_domain("northshire_council.example.org")


@pytest.mark.parametrize(
    ("local", "shared"),
    [
        *((name, True) for name in ("duty-team", "admin", "info", "office", "mash", "reception")),
        *((name, True) for name in ("noreply", "no-reply", "team", "inbox", "enquiries", "duty")),
        *((name, True) for name in ("safeguarding", "adults.duty", "edt2", "childrensservices")),
        *((name, True) for name in ("north_area_admin", "hr+survey", "out.of.hours.edt")),
        *((name, False) for name in ("jo.duty", "a.mash", "remi", "west", "jo.west", "b.admiral")),
        *((name, False) for name in ("officer.j", "teamer", "care.ann", "social.work", "", "1234")),
        *((name, False) for name in ("ann+duty", "infante", "hope", "children.jo")),
    ],
)
def test_a_mailbox_that_several_people_read_is_known_by_its_words(local: str, shared: bool) -> None:
    assert is_shared(f"{local}@northshire.example.org") == shared
