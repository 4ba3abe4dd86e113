"""The round key's beginnings: made for the worker, who alone keeps the private half."""

from __future__ import annotations

from portal.vault.opening import new_round_key, public_of

__all__ = ["new_round_key", "public_of"]
