import pytest

from portal.vault.derivation import derive, exactly


def test_derivation_gives_the_standard_s_own_answer():
    """RFC 5869, appendix A.3: no salt, no info."""
    answer = "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
    assert derive(b"\x0b" * 22, "", 42).hex() == answer


def test_two_purposes_get_two_keys_of_one_secret():
    assert derive(bytes(32), "draft id", 16) != derive(bytes(32), "ticket", 16)


def test_a_value_of_another_width_is_refused_in_words():
    with pytest.raises(ValueError, match="a key must be 32 bytes, not 31"):
        exactly(32, bytes(31), "a key")


def test_a_value_of_the_right_width_is_handed_on():
    assert exactly(3, b"abc", "a key") == b"abc"
