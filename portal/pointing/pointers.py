"""Whatever in a comment may lead to somebody is pointed out before anybody reads it."""

from __future__ import annotations

from collections.abc import Iterable

from portal.pointing.addresses import addresses
from portal.pointing.bodies import organisations
from portal.pointing.days import days
from portal.pointing.names import names
from portal.pointing.numbers import numbers
from portal.pointing.places import places
from portal.pointing.spans import Span, apart


def pointers(text: str, known: Iterable[str] = ()) -> list[Span]:
    """Return what may be a name, an address, a number, an organisation, a date or a place, in the
    order of the text. ``known``: names of organisations. It points out too much rather than too
    little, and decides nothing."""
    return apart(
        [
            *addresses(text),
            *numbers(text),
            *days(text),
            *organisations(text, known),
            *places(text),
            *names(text),
        ]
    )
