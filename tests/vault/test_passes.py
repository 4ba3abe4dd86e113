"""Passes and sign-in tokens: random or derived, and kept as hashes only."""

from __future__ import annotations

import pytest

from portal.vault import passes
from portal.vault.tokens import link_text

KEY, ID = bytes(range(32)), bytes(range(16))


def test_a_pass_is_256_random_bits() -> None:
    assert len({passes.new_pass() for _ in range(100)}) == 100
    assert len(passes.new_pass()) == 43


def test_a_hash_tells_its_purpose_apart() -> None:
    text = passes.new_pass()
    assert passes.hash_of(text, "a") == passes.hash_of(text, "a")
    assert passes.hash_of(text, "a") != passes.hash_of(text, "b")


@pytest.mark.parametrize("text", ["", "A", "A" * 21, "A" * 23, "A" * 44, "é" * 43, "=" * 22, " "])
def test_what_can_be_no_pass_has_no_hash(text: str) -> None:
    assert passes.hash_of(text, "a") is None


def test_a_sign_in_token_is_the_same_each_time_and_differs_by_key_and_id() -> None:
    token = passes.sign_in_token(KEY, ID)
    assert token == passes.sign_in_token(KEY, ID)
    assert len(link_text(token)) == 22
    assert token not in {passes.sign_in_token(bytes(32), ID), passes.sign_in_token(KEY, bytes(16))}
    with pytest.raises(ValueError, match="32 bytes"):
        passes.sign_in_token(b"short", ID)
