"""The form in which somebody asks for a sign-in link, and how every form reads an address."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Regexp

ADDRESS = "Enter a work email address, like name@example.org."


def stripped(text: str | None) -> str:
    return (text or "").strip()


def address() -> list[Any]:
    """Something like an address; what mail can be sent to is the services' to say."""
    shape = Regexp(r"[^\s@]+@[^\s@]+\.[^\s@]+$", message=ADDRESS)
    return [shape, Length(max=254, message=ADDRESS)]


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = StringField("Your work email address", filters=[stripped], validators=address())
