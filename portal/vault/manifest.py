"""A round's manifest says what the database must not say otherwise: what answers are sealed with
and by which rules they are served and counted.

It is a file beside the draft secret that the worker alone can write
(``docs/decisions/0027-the-manifest.md``).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

_RESPONSES = "single responses"
"""Manifests that were written before one could say so keep them, and say nothing."""


@dataclass(frozen=True, slots=True)
class Terms:
    """These never change once a round has opened. ``public_key``: 32 bytes; ``questionnaire``: the
    SHA-256 (hex) of its text; ``size``: bytes of a ballot before it is sealed; ``threshold``: so
    many people a group that is kept has at least; ``responses``: single ones outlive the count."""

    public_key: bytes
    questionnaire: str
    size: int
    threshold: int
    responses: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """``closes``: aware UTC, to the second, never earlier but for a closing at once;
    ``organisations``: codes in their order, never fewer."""

    terms: Terms
    closes: datetime
    organisations: tuple[str, ...]

    def packed(self) -> bytes:
        """Write it as JSON, which an operator can read."""
        content = {
            "public key": self.terms.public_key.hex(),
            "questionnaire": self.terms.questionnaire,
            "size": self.terms.size,
            "threshold": self.terms.threshold,
            "closes": self.closes.astimezone(UTC).isoformat(timespec="seconds"),
            "organisations": list(self.organisations),
        }
        if not self.terms.responses:
            content[_RESPONSES] = False
        return json.dumps(content, indent=1).encode()


def unpacked(data: bytes) -> Manifest:
    """Read it back. Raises ``ValueError`` for anything that ``packed`` does not write."""
    try:
        content = json.loads(data)
        terms = Terms(
            bytes.fromhex(content["public key"]),
            str(content["questionnaire"]),
            int(content["size"]),
            int(content["threshold"]),
            bool(content.get(_RESPONSES, True)),
        )
        organisations = tuple(str(code) for code in content["organisations"])
        manifest = Manifest(terms, datetime.fromisoformat(content["closes"]), organisations)
    except (KeyError, TypeError) as error:
        raise ValueError("a part is missing") from error
    if manifest.packed() != data:
        raise ValueError("it is not as the worker writes it")
    return manifest
