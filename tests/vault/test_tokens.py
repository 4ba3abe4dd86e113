import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault import tokens

LINK_KEY = bytes(range(32))
INVITATION = bytes(range(16))
TOKEN = bytes(range(100, 116))
TICKET = bytes(range(116, 132))
CODE = bytes([7]) + bytes(range(12))
SECRET = bytes(range(32, 64))

tokens_ = st.binary(min_size=16, max_size=16)
codes = st.integers(0, 2**100 - 1).map(lambda number: number.to_bytes(13, "big"))


def hkdf(secret: bytes, info: bytes, size: int) -> bytes:
    """RFC 5869 with the standard library only."""
    extracted = hmac.digest(bytes(hashlib.sha256().digest_size), secret, "sha256")
    made = block = b""
    while len(made) < size:
        number = len(made) // hashlib.sha256().digest_size + 1
        block = hmac.digest(extracted, block + info + bytes([number]), "sha256")
        made += block
    return made[:size]


def test_an_invitation_token_is_the_first_half_of_the_hmac_in_the_protocol():
    message = b"invitation" + INVITATION + b"\x00\x00\x00\x03"
    expected = hmac.digest(LINK_KEY, message, "sha256")[:16]
    assert tokens.invitation_token(LINK_KEY, INVITATION, 3) == expected


def test_an_invitation_token_is_the_same_each_time_the_letter_is_sent():
    assert tokens.invitation_token(LINK_KEY, INVITATION, 1) == tokens.invitation_token(
        LINK_KEY, INVITATION, 1
    )


def test_key_invitation_and_issue_each_change_the_token():
    made = {
        tokens.invitation_token(LINK_KEY, INVITATION, 1),
        tokens.invitation_token(LINK_KEY, INVITATION, 2),
        tokens.invitation_token(LINK_KEY, INVITATION[::-1], 1),
        tokens.invitation_token(LINK_KEY[::-1], INVITATION, 1),
    }
    assert len(made) == 4


@pytest.mark.parametrize(
    ("key", "invitation", "issue"),
    [
        (LINK_KEY[1:], INVITATION, 1),
        (LINK_KEY + b"x", INVITATION, 1),
        (LINK_KEY, INVITATION[1:], 1),
        (LINK_KEY, INVITATION + b"x", 1),
        (LINK_KEY, INVITATION, -1),
        (LINK_KEY, INVITATION, 2**32),
    ],
)
def test_an_invitation_token_is_not_made_of_other_widths(key, invitation, issue):
    with pytest.raises(ValueError, match="must be"):
        tokens.invitation_token(key, invitation, issue)


def test_the_highest_issue_number_still_has_a_token():
    assert len(tokens.invitation_token(LINK_KEY, INVITATION, 2**32 - 1)) == 16


def test_derivations_agree_with_an_independent_hkdf():
    assert tokens.ticket_of(TOKEN) == hkdf(TOKEN, b"ticket", 16)
    assert tokens.draft_id(CODE) == hkdf(CODE, b"draft id", 16)
    assert tokens.draft_key(CODE, SECRET) == hkdf(CODE + SECRET, b"draft key", 32)


def test_the_slots_of_drafts_are_one_derivation_cut_up():
    made = hkdf(SECRET + TICKET + bytes([0, 0, 0, 3]), b"draft slot", 80)
    assert tokens.draft_slots(SECRET, TICKET, 3, 5) == [made[i : i + 16] for i in range(0, 80, 16)]
    assert tokens.open_link_mark(TOKEN) == hkdf(TOKEN, b"open link", 16)


def test_no_two_places_for_drafts_are_the_same():
    old, new = tokens.open_link_mark(TOKEN), tokens.open_link_mark(TOKEN[::-1])
    owners = (SECRET, TICKET), (SECRET[::-1], TICKET), (SECRET, old), (SECRET, new)
    made = [
        place
        for secret, owner in owners
        for block in range(3)
        for place in tokens.draft_slots(secret, owner, block, 250)
    ]
    assert len(made) == len(set(made)) == len(owners) * 3 * 250


def test_a_code_says_whether_it_was_made_for_a_link_to_forward():
    for forwarded in (True, False):
        codes = {tokens.new_resume_code(forwarded=forwarded) for _ in range(20)}
        assert len(codes) == 20
        assert {tokens.is_forwarded(code) for code in codes} == {forwarded}


def test_a_draft_key_needs_both_the_code_and_the_secret():
    other_code = bytes([7]) + bytes(range(1, 13))
    made = {
        tokens.draft_key(CODE, SECRET),
        tokens.draft_key(other_code, SECRET),
        tokens.draft_key(CODE, SECRET[::-1]),
    }
    assert len(made) == 3


@pytest.mark.parametrize(
    "derivation",
    [
        lambda: tokens.ticket_of(TOKEN[1:]),
        lambda: tokens.link_text(TOKEN + b"x"),
        lambda: tokens.open_link_mark(TOKEN[1:]),
        lambda: tokens.draft_id(CODE[1:]),
        lambda: tokens.draft_key(CODE, SECRET[1:]),
        lambda: tokens.draft_key(CODE + SECRET[:1], SECRET[1:]),
        lambda: tokens.draft_slots(SECRET[1:], TICKET, 0, 5),
        lambda: tokens.draft_slots(SECRET, TICKET + b"x", 0, 5),
        lambda: tokens.resume_text(CODE + b"x"),
        lambda: tokens.resume_text(b"\x10" + bytes(12)),
        lambda: tokens.draft_id(b"\xff" * 13),
    ],
)
def test_a_secret_of_another_width_is_refused(derivation):
    with pytest.raises(ValueError, match="must be"):
        derivation()


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (tokens.new_link_key, 32),
        (tokens.new_draft_secret, 32),
        (tokens.random_token, 16),
        (tokens.new_resume_code, 13),
    ],
)
def test_new_secrets_have_their_width_and_are_never_the_same(make, size):
    made = [make() for _ in range(20)]
    assert {len(secret) for secret in made} == {size}
    assert len(set(made)) == 20


def test_new_resume_codes_use_all_of_their_hundred_bits_and_no_more():
    seen = 0
    for _ in range(200):
        seen |= int.from_bytes(tokens.new_resume_code(), "big")
    assert seen == 2**100 - 1


@given(tokens_)
def test_a_link_text_leads_back_to_its_token(token):
    text = tokens.link_text(token)
    assert len(text) == 22
    assert tokens.token_of(text) == token


@given(tokens_, st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"))
def test_every_token_has_exactly_one_spelling(token, last):
    text = tokens.link_text(token)
    other = text[:-1] + last
    assert tokens.token_of(other) is None or tokens.link_text(tokens.token_of(other)) == other


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A" * 21,
        "A" * 23,
        "A" * 24,
        "A" * 22 + "\n",
        "A" * 21 + "\n",
        "A" * 21 + " ",
        "A" * 21 + "=",
        "A" * 21 + "+",
        "A" * 21 + "/",
        "A" * 21 + "B",
        "A" * 21 + "é",
        "A" * 21 + "\N{FULLWIDTH LATIN CAPITAL LETTER A}",
        "A" * 21 + "\x00",
        "A" * 20 + "==",
    ],
)
def test_a_malformed_link_is_no_token(text):
    assert tokens.token_of(text) is None


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_links_and_codes(text):
    token, code = tokens.token_of(text), tokens.resume_code_of(text)
    assert token is None or tokens.link_text(token) == text.rstrip(tokens.AFTER)
    assert code is None or len(code) == 13


@given(st.binary(max_size=40))
def test_url_text_round_trips_at_every_length(data):
    assert tokens.from_url_text(tokens.url_text(data)) == data


@given(codes)
def test_a_resume_text_leads_back_to_its_code(code):
    text = tokens.resume_text(code)
    assert tokens.resume_code_of(text) == code
    assert [len(group) for group in text.split("-")] == [4, 4, 4, 4, 4]


def test_resume_texts_are_written_in_order_from_the_highest_bits():
    assert tokens.resume_text(bytes(12) + b"\x01") == "0000-0000-0000-0000-0001"
    assert tokens.resume_text(b"\x0f" + b"\xff" * 12) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"


@given(codes, st.randoms(use_true_random=False))
def test_a_code_is_understood_however_people_type_it(code, random):
    text = tokens.resume_text(code).replace("-", "")
    typed = ""
    for letter in text:
        spelling = {"0": "0Oo", "1": "1IiLl"}.get(letter, letter + letter.lower())
        typed += random.choice(spelling) + random.choice(["", "", "", " ", "-", "\u2013", "\t"])
    assert tokens.resume_code_of(typed) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-----",
        "0000-0000-0000-0000-000",
        "0000-0000-0000-0000-00000",
        "0000-0000-0000-0000-000U",
        "0000-0000-0000-0000-000u",
        "0000-0000-0000-0000-000!",
        "0000_0000_0000_0000_0000",
        "0000-0000-0000-0000-000\N{ARABIC-INDIC DIGIT THREE}",
        "0000-0000-0000-0000-00\N{LATIN SMALL LIGATURE FI}",
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZ\N{LATIN SMALL LIGATURE ST}",
        "0000-0000-0000-0000-000\N{LATIN SMALL LETTER LONG S}",
    ],
)
def test_what_is_not_a_code_is_none(text):
    assert tokens.resume_code_of(text) is None


@pytest.mark.parametrize("after", [".", ">", ")", ").", "”", "*"])
def test_what_a_mail_program_leaves_behind_an_address_does_no_harm(after: str) -> None:
    token = tokens.random_token()
    assert tokens.token_of(tokens.link_text(token) + after) == token
    code = tokens.new_resume_code()
    assert tokens.resume_code_of(tokens.resume_text(code) + after) == code


def test_a_personal_link_is_read_as_its_code() -> None:
    code = tokens.new_resume_code()
    link = f" https://health-check.example.org/r/{tokens.resume_text(code)}> "
    assert tokens.resume_code_of(link) == code
