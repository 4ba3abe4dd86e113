"""Codes as the standard says, and a secret that only its own account's row gives back."""

from __future__ import annotations

import base64

import pyotp
import pytest

from portal.vault import authenticator

WEB = bytes(range(32))
STAFF = bytes(range(16))
RFC = base64.b32encode(b"12345678901234567890").decode()
"""The secret of RFC 6238, appendix B."""


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(now: int, code: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    assert authenticator.step_of(RFC, code, now) == now // 30


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_the_step_is_that_of_the_code_not_of_the_clock(off: int) -> None:
    code = pyotp.TOTP(RFC).at(1_700_000_000 + 30 * off)
    assert authenticator.step_of(RFC, code, 1_700_000_000) == 1_700_000_000 // 30 + off


@pytest.mark.parametrize("code", ["", "1", "28708", "2870822", "２８７０８２", "abcdef", "\x00"])
def test_what_is_no_code_is_of_no_step(code: str) -> None:
    assert authenticator.step_of(RFC, code, 59) is None


def test_a_secret_comes_back_for_its_own_account_and_under_its_own_key_only() -> None:
    concealed = authenticator.conceal(WEB, STAFF, RFC)
    assert RFC.encode() not in concealed
    assert concealed != authenticator.conceal(WEB, STAFF, RFC)
    assert authenticator.reveal(WEB, STAFF, concealed) == RFC
    assert authenticator.reveal(bytes(32), STAFF, concealed) is None
    assert authenticator.reveal(WEB, bytes(16), concealed) is None
    assert authenticator.reveal(WEB, STAFF, concealed[:-1]) is None
    assert authenticator.reveal(WEB, STAFF, b"") is None


def test_a_proposed_secret_is_long_enough_and_different_for_everything_it_is_about() -> None:
    found = {authenticator.proposed(WEB, bytes([n])) for n in range(50)}
    assert len(found) == 50
    assert {len(base64.b32decode(each)) for each in found} == {20}
    assert authenticator.proposed(bytes(32), b"\x00") not in found


def test_the_address_in_the_picture_names_site_and_account() -> None:
    address = authenticator.address(RFC, "ada@example.org", "Health Check")
    read = pyotp.parse_uri(address)
    assert (read.name, read.issuer, read.secret) == ("ada@example.org", "Health Check", RFC)


def test_recovery_codes_differ_and_are_read_in_any_spelling() -> None:
    code = authenticator.new_recovery_code()
    assert code != authenticator.new_recovery_code()
    hashed = authenticator.recovery_hash(STAFF, code)
    assert hashed is not None
    assert len(hashed) == 32
    assert authenticator.recovery_hash(STAFF, code.lower().replace("-", "")) == hashed
    assert authenticator.recovery_hash(bytes(16), code) != hashed


@pytest.mark.parametrize("text", ["", "123456", "U" * 20, "ÄÄÄÄ-" * 5])
def test_what_is_no_recovery_code_has_no_hash(text: str) -> None:
    assert authenticator.recovery_hash(STAFF, text) is None
