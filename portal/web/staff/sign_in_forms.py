"""The form in which somebody asks for a sign-in link, and how every form reads an address."""

from __future__ import annotations

import re
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

ADDRESS = "Enter a work email address, like name@example.org."
LONGEST = 254
"""Characters of an address (RFC 5321)."""
_SHAPE = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


def stripped(text: str | None) -> str:
    return (text or "").strip()


def address() -> list[Any]:
    """Something like an address; what mail can be sent to is the services' to say."""
    return [_check]


def _check(_: FlaskForm, field: StringField) -> None:
    """The length first: anybody may send anything, before signing in."""
    text = field.data or ""
    if len(text) > LONGEST or not _SHAPE.fullmatch(text):
        raise ValidationError(ADDRESS)


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = StringField("Your work email address", filters=[stripped], validators=address())
