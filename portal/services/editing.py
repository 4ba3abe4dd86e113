"""Edits of two people at once: nobody overwrites unseen what somebody else has saved meanwhile.

Whoever is shown values to edit gets a fingerprint of them along, and hands it in with the changes.
The verb compares it, in its own transaction, with what is there then.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import TypeAlias

from portal.errors import EditedMeanwhile

Shown: TypeAlias = Mapping[str, str]
"""What a form shows: names as people read them, and values in words."""
LONGEST = 200
"""Characters of a value that is told in the midst of a sentence."""
_BITS = 16
"""Hexadecimal digits of each value's part: enough that two values do not meet by accident."""


def fingerprint(shown: Shown) -> str:
    """Make a part for each value, so that it can be told later which of them have changed."""
    return ".".join(
        sha256(f"{name}\n{value}".encode()).hexdigest()[:_BITS] for name, value in shown.items()
    )


def check(seen: str | None, shown: Shown, what: str) -> None:
    """Compare what was shown with what is there. ``seen``: the fingerprint that came with the form;
    none from whoever edits without a form, on the command line. Raises ``EditedMeanwhile``, saying
    what ``what`` has there now."""
    if seen is None or seen == (now := fingerprint(shown)):
        return
    parts = seen.split(".")
    news = [
        _news(*each)
        for each, part in zip(shown.items(), now.split("."), strict=True)
        if part not in parts
    ]
    told = f": {'; '.join(news)}" if news else ""
    raise EditedMeanwhile(
        f"Somebody has changed this {what} since you opened this page{told}. Your changes are not "
        "saved yet, but this page still has them. Check them, then send again to replace theirs.",
        now,
    )


def differing(before: Shown, after: Shown) -> list[str]:
    """Name what is another than before."""
    return [name for name, value in after.items() if before.get(name) != value]


def _news(name: str, value: str) -> str:
    if not value:
        return f"{name}, now empty"
    told = len(value) <= LONGEST and "\n" not in value
    return f"{name}, now “{value}”" if told else name
