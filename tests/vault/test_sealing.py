import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault import sealing
from portal.vault.tokens import from_url_text, url_text

KEY = bytes(range(32))
DRAFT = bytes(range(16))
ROUND = bytes(range(50, 66))
SECRET = bytes(range(64, 96))
NOW = 1_800_000_000


def each_byte_changed(body: bytes):
    for place in range(len(body)):
        yield body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :]


@given(st.binary(max_size=60), st.integers(64, 80))
def test_padding_has_one_size_and_comes_off_again(data, size):
    padded = sealing.pad(data, size)
    assert len(padded) == size
    assert sealing.unpad(padded) == data


def test_padding_takes_what_just_fits_and_refuses_one_byte_more():
    assert sealing.unpad(sealing.pad(b"x" * 60, 64)) == b"x" * 60
    with pytest.raises(sealing.TooLong, match="61 bytes do not fit: there is room for 60"):
        sealing.pad(b"x" * 61, 64)


def test_a_size_without_room_for_the_length_is_too_small():
    with pytest.raises(sealing.TooLong, match="room for 0"):
        sealing.pad(b"", 3)


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x00\x00", b"\x00\x00\x00\x05abcd", b"\xff\xff\xff\xffab", b"\x00\x00\x00\x01ab"],
)
def test_what_was_not_padded_is_refused(data):
    with pytest.raises(ValueError, match="not padded data"):
        sealing.unpad(data)


def test_a_draft_comes_back_as_it_went():
    body = sealing.encrypt_draft(KEY, DRAFT, 7, b"answers", 256)
    assert sealing.decrypt_draft(KEY, DRAFT, 7, body) == b"answers"


@pytest.mark.parametrize("data", [b"", b"x", b"x" * 252])
def test_a_draft_has_one_size_whatever_it_holds(data):
    body = sealing.encrypt_draft(KEY, DRAFT, 1, data, 256)
    assert len(body) == 256 + sealing.DRAFT_OVERHEAD


def test_the_same_draft_never_looks_the_same_twice():
    bodies = {sealing.encrypt_draft(KEY, DRAFT, 1, b"answers", 64) for _ in range(20)}
    assert len({body[:12] for body in bodies}) == 20


def test_an_old_draft_put_back_under_a_newer_version_is_unreadable():
    body = sealing.encrypt_draft(KEY, DRAFT, 1, b"answers", 64)
    with pytest.raises(sealing.Unreadable):
        sealing.decrypt_draft(KEY, DRAFT, 2, body)


def test_a_draft_is_unreadable_in_another_row_or_with_another_key():
    body = sealing.encrypt_draft(KEY, DRAFT, 1, b"answers", 64)
    with pytest.raises(sealing.Unreadable):
        sealing.decrypt_draft(KEY, DRAFT[::-1], 1, body)
    with pytest.raises(sealing.Unreadable):
        sealing.decrypt_draft(KEY[::-1], DRAFT, 1, body)


def test_a_draft_with_any_byte_changed_is_unreadable():
    body = sealing.encrypt_draft(KEY, DRAFT, 1, b"answers", 32)
    for tampered in each_byte_changed(body):
        with pytest.raises(sealing.Unreadable):
            sealing.decrypt_draft(KEY, DRAFT, 1, tampered)


@pytest.mark.parametrize("length", [0, 5, 12, 27, 28, 59])
def test_a_draft_that_was_cut_off_is_unreadable(length):
    body = sealing.encrypt_draft(KEY, DRAFT, 1, b"answers", 32)
    with pytest.raises(sealing.Unreadable):
        sealing.decrypt_draft(KEY, DRAFT, 1, body[:length])


def test_a_draft_that_does_not_fit_is_refused():
    with pytest.raises(sealing.TooLong):
        sealing.encrypt_draft(KEY, DRAFT, 1, b"x" * 61, 64)


@pytest.mark.parametrize(("key", "draft"), [(KEY[:16], DRAFT), (KEY, DRAFT + b"x")])
def test_a_draft_is_not_encrypted_with_other_widths(key, draft):
    with pytest.raises(ValueError, match="must be"):
        sealing.encrypt_draft(key, draft, 1, b"answers", 64)


@pytest.mark.parametrize(("key", "round_id"), [(KEY[1:], ROUND), (KEY, ROUND[1:])])
def test_a_ballot_is_not_sealed_with_other_widths(key, round_id):
    with pytest.raises(ValueError, match="must be"):
        sealing.seal_ballot(key, round_id, b"ballot", 64)


def test_a_note_is_read_until_it_expires():
    note = sealing.encrypt_note(SECRET, "done", b"scores", NOW + 300)
    assert sealing.decrypt_note(SECRET, "done", note, NOW + 299) == b"scores"
    assert sealing.decrypt_note(SECRET, "done", note, NOW + 300) is None


def test_a_note_for_another_purpose_or_secret_is_none():
    note = sealing.encrypt_note(SECRET, "done", b"scores", NOW + 300)
    assert sealing.decrypt_note(SECRET, "session", note, NOW) is None
    assert sealing.decrypt_note(SECRET[::-1], "done", note, NOW) is None


def test_a_note_with_any_byte_changed_is_none():
    body = from_url_text(sealing.encrypt_note(SECRET, "done", b"scores", NOW + 300))
    for tampered in each_byte_changed(body):
        assert sealing.decrypt_note(SECRET, "done", url_text(tampered), NOW) is None


@pytest.mark.parametrize("text", ["", "x", "not a note", "A" * 20, "A" * 720, "é" * 720])
def test_a_malformed_note_is_none(text):
    assert sealing.decrypt_note(SECRET, "done", text, NOW) is None


def test_notes_show_their_length_only_in_steps():
    lengths = {len(sealing.encrypt_note(SECRET, "done", b"x" * n, NOW)) for n in (0, 7, 500)}
    assert len(lengths) == 1
    assert len(sealing.encrypt_note(SECRET, "done", b"x" * 501, NOW)) > lengths.pop()


def test_a_note_is_safe_in_a_cookie_and_an_address():
    note = sealing.encrypt_note(SECRET, "done", b"scores", NOW)
    assert set(note) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_a_note_needs_a_real_secret():
    with pytest.raises(ValueError, match="at least 32 bytes"):
        sealing.encrypt_note(b"short", "done", b"scores", NOW)
