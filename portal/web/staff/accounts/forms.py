"""The form in which somebody asks for a sign-in link, and how every form reads an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, Length, ValidationError

ADDRESS = "Enter a work email address, like name@example.org."
LONGEST = 254
"""Characters of an address (RFC 5321)."""
_SHAPE = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")
NAME = "Enter a name of up to 120 characters, or none."


def stripped(text: str | None) -> str:
    return (text or "").strip()


def _check(_: FlaskForm, field: StringField) -> None:
    """The length first: anybody may send anything, before signing in."""
    text = field.data or ""
    if len(text) > LONGEST or not _SHAPE.fullmatch(text):
        raise ValidationError(ADDRESS)


def address() -> list[Any]:
    """Something like an address; what mail can be sent to is the services' to say."""
    return [_check]


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = StringField("Your work email address", filters=[stripped], validators=address())


class SeekForm(FlaskForm):  # type: ignore[misc]
    """Sent with GET; whatever is in it is only looked for."""

    class Meta:
        csrf = False

    q = StringField("Name, address or organisation", filters=[stripped])
    show = SelectField(
        "Who",
        choices=[SelectChoice("", "Everybody"), SelectChoice("never", "Never signed in")],
        validate_choice=False,
    )

    @property
    def sought(self) -> dict[str, Any]:
        """What to look for, as ``team.groups`` takes it."""
        return {"words": (self.q.data or "")[:100], "never": self.show.data == "never"}


class PersonForm(FlaskForm):  # type: ignore[misc]
    """Who is to have an account."""

    name = StringField(
        "Name (optional)", filters=[stripped], validators=[Length(max=120, message=NAME)]
    )
    email = StringField("Work email address", filters=[stripped], validators=address())

    def whom(self) -> tuple[str, str]:
        """Address and name."""
        return self.email.data or "", self.name.data or ""

    def refuse(self, message: str) -> None:
        """A rule beyond this form was not met; they are all about the address."""
        self.email.errors = [message]


class HandOverForm(PersonForm):
    """The new person."""


class InviteForm(PersonForm):
    role = RadioField(
        "What are they?",
        choices=[
            SelectChoice("psw", "Principal social worker of an organisation"),
            SelectChoice("administrator", "Administrator, who can do everything here"),
        ],
        validators=[InputRequired("Say what they are.")],
    )
    organisation = SelectField("Organisation of a principal social worker")

    @classmethod
    def offering(cls, names: Mapping[str, str]) -> InviteForm:
        """Make the form with the organisations to choose from, by code."""
        form = cls()
        choices = [SelectChoice(code, name) for code, name in names.items()]
        form.organisation.choices = [SelectChoice("", "Choose one"), *choices]
        return form

    def chosen_organisation(self) -> str | None:
        """An administrator belongs to none, whatever was chosen."""
        return (self.organisation.data or None) if self.role.data == "psw" else None

    def validate_organisation(self, field: SelectField) -> None:
        if self.role.data == "psw" and not field.data:
            raise ValidationError("Choose the organisation.")
