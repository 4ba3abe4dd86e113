import hmac
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault import opening, pairs, sealing

ROUND = bytes(range(16))
SIZE = 128


def sealed(data: bytes = b"ballot", round_id: bytes = ROUND) -> tuple[bytes, bytes]:
    private, public = pairs.new_round_key()
    return private, sealing.seal_ballot(public, round_id, data, SIZE)


def extract(salt: bytes, label: bytes, secret: bytes, suite: bytes) -> bytes:
    """RFC 9180, section 4: LabeledExtract."""
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + secret, "sha256")


def expand(key: bytes, label: bytes, info: bytes, size: int, suite: bytes) -> bytes:
    """RFC 9180, section 4: LabeledExpand, for one block."""
    labelled = size.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(key, labelled + b"\x01", "sha256")[:size]


def open_as_in_rfc_9180(private: bytes, info: bytes, ballot: bytes) -> bytes:
    """Base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, single shot."""
    ephemeral, ciphertext = ballot[:32], ballot[32:]
    key = X25519PrivateKey.from_private_bytes(private)
    shared = key.exchange(X25519PublicKey.from_public_bytes(ephemeral))
    kem = b"KEM\x00\x20"
    context = ephemeral + key.public_key().public_bytes_raw()
    secret = expand(extract(b"", b"eae_prk", shared, kem), b"shared_secret", context, 32, kem)
    suite = b"HPKE\x00\x20\x00\x01\x00\x02"
    schedule = b"\x00" + extract(b"", b"psk_id_hash", b"", suite)
    schedule += extract(b"", b"info_hash", info, suite)
    scheduled = extract(secret, b"secret", b"", suite)
    aead = AESGCM(expand(scheduled, b"key", schedule, 32, suite))
    return aead.decrypt(expand(scheduled, b"base_nonce", schedule, 12, suite), ciphertext, b"")


def test_a_ballot_opens_with_the_round_s_key():
    private, ballot = sealed(b"answers and scores")
    assert opening.open_ballot(private, ROUND, ballot) == b"answers and scores"


def test_a_ballot_is_hpke_as_the_standard_writes_it():
    private, ballot = sealed(b"answers and scores")
    opened = open_as_in_rfc_9180(private, b"ballot" + ROUND, ballot)
    assert sealing.unpad(opened) == b"answers and scores"


@pytest.mark.parametrize("data", [b"", b"x", b"x" * (SIZE - sealing.LENGTH_BYTES)])
def test_a_ballot_has_one_size_whatever_it_holds(data):
    _, ballot = sealed(data)
    assert len(ballot) == SIZE + sealing.BALLOT_OVERHEAD


def test_a_ballot_that_does_not_fit_is_refused():
    with pytest.raises(sealing.TooLong):
        sealed(b"x" * (SIZE - sealing.LENGTH_BYTES + 1))


def test_two_equal_ballots_share_nothing():
    _, public = pairs.new_round_key()
    first, second = (sealing.seal_ballot(public, ROUND, b"same", SIZE) for _ in range(2))
    assert first[:32] != second[:32]
    assert first[32:] != second[32:]


def test_a_ballot_does_not_open_in_another_round():
    private, ballot = sealed()
    with pytest.raises(opening.Unopenable):
        opening.open_ballot(private, ROUND[::-1], ballot)


def test_a_ballot_does_not_open_with_another_key():
    _, ballot = sealed()
    other, _ = pairs.new_round_key()
    with pytest.raises(opening.Unopenable):
        opening.open_ballot(other, ROUND, ballot)


def test_a_ballot_with_any_byte_changed_does_not_open():
    private, ballot = sealed()
    for place in range(len(ballot)):
        tampered = bytearray(ballot)
        tampered[place] ^= 1
        with pytest.raises(opening.Unopenable):
            opening.open_ballot(private, ROUND, bytes(tampered))


@pytest.mark.parametrize("junk", [b"", b"x", bytes(32), bytes(48), bytes(SIZE + 48)])
def test_what_is_not_a_ballot_does_not_open(junk):
    private, _ = sealed()
    with pytest.raises(opening.Unopenable):
        opening.open_ballot(private, ROUND, junk)


def test_a_sealed_text_without_padding_is_not_a_ballot():
    private, public = pairs.new_round_key()
    key = X25519PublicKey.from_public_bytes(public)
    unpadded = sealing.SUITE.encrypt(b"plain", key, info=sealing.ballot_context(ROUND))
    with pytest.raises(opening.Unopenable):
        opening.open_ballot(private, ROUND, unpadded)


def test_a_key_or_round_of_another_width_says_nothing_about_the_ballot():
    private, ballot = sealed()
    with pytest.raises(ValueError, match="a private key must be 32 bytes"):
        opening.open_ballot(private[1:], ROUND, ballot)
    with pytest.raises(ValueError, match="a round's id must be 16 bytes"):
        opening.open_ballot(private, ROUND[1:], ballot)


def test_the_public_half_is_made_again_from_the_private_one():
    private, public = pairs.new_round_key()
    assert pairs.public_of(private) == public
    assert len(private) == len(public) == 32


def test_sealing_and_the_key_folder_do_not_load_what_opens():
    code = (
        "import sys, portal.vault.keys, portal.vault.sealing, portal.vault.tokens;"
        "sys.exit('portal.vault.opening' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0
