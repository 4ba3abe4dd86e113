"""Forms of the pages about people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import IntegerField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Regexp, ValidationError
from wtforms.widgets import HiddenInput

from portal.services.people.waiting import LONGEST
from portal.web.forms import SeveralField, sent
from portal.web.staff.accounts.forms import address, stripped

OTHER = "other"
IN, AWAY, IN_ALL = WAYS = ("in", "away", "in all")
"""What is done to addresses that wait."""
FEWEST, MOST, ON_PAPER = 1, 20_000, 400


class SearchForm(FlaskForm):  # type: ignore[misc]
    words = StringField("Find a name or an address", filters=[stripped])


class UploadForm(FlaskForm):  # type: ignore[misc]
    file = FileField("Your list", validators=[FileRequired("Choose a file.")])

    def content(self) -> bytes:
        return sent(self.file)


class TypedForm(FlaskForm):  # type: ignore[misc]
    people = TextAreaField(
        "Who do you want to invite?", validators=[InputRequired("Type in at least one address.")]
    )


class WaitingForm(FlaskForm):  # type: ignore[misc]
    """The choice among addresses that wait; letting them all in needs none. ``sure``: how many
    there were when somebody was asked once more; ``reason``: why they are turned away, which their
    organisation reads."""

    person = SeveralField(
        "Addresses that wait", "Choose at least one address, then say what to do."
    )
    go = StringField("What to do", validators=[AnyOf(WAYS, "Choose one of the buttons.")])
    sure = StringField("How many")
    reason = StringField(
        "Reason (optional)",
        filters=[stripped],
        validators=[
            Length(max=LONGEST, message=f"Write {LONGEST} characters at most."),
            Regexp(r"[^@]*\Z", message="Leave out addresses: a letter gives the reason."),
        ],
    )

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        if self.go.data == IN_ALL:
            self.person.missing = ""
        return bool(super().validate(extra_validators))

    @property
    def chosen(self) -> list[str] | None:
        return None if self.go.data == IN_ALL else self.person.data


class AddressForm(FlaskForm):  # type: ignore[misc]
    email = StringField("Right address", filters=[stripped], validators=address())


class LinkForm(FlaskForm):  # type: ignore[misc]
    """Who gets the link of a return: a principal social worker, or somebody else."""

    whom = RadioField("Who gets the link?", validators=[InputRequired("Choose who gets the link.")])
    email = StringField("Another address", filters=[stripped], validators=[Length(max=254)])
    name = StringField("Their name (optional)", filters=[stripped], validators=[Length(max=120)])

    @classmethod
    def offering(cls, psws: Sequence[tuple[str, str]]) -> LinkForm:
        """Make the form with the accounts to choose from: address and name."""
        form = cls()
        known = [SelectChoice(email, f"{name}, {email}" if name else email) for email, name in psws]
        form.whom.choices = [*known, SelectChoice(OTHER, "Somebody else")]
        form.names = dict(psws)
        return form

    def chosen(self) -> tuple[str, str]:
        """Address and name."""
        if self.whom.data == OTHER:
            return self.email.data or "", self.name.data or ""
        return self.whom.data, self.names.get(self.whom.data, "")

    def validate_email(self, field: StringField) -> None:
        if self.whom.data == OTHER and not field.data:
            raise ValidationError("Enter the address.")


class SlipsForm(FlaskForm):  # type: ignore[misc]
    """``made``: how many there were when the form was shown, which makes it good for once."""

    made = IntegerField(
        widget=HiddenInput(), validators=[InputRequired("Open this page again, then make them.")]
    )
    number = IntegerField(
        "How many?",
        validators=[
            InputRequired("Enter a number."),
            NumberRange(FEWEST, MOST, "Enter a number from 1 to 20,000."),
        ],
    )
    kind = RadioField(
        "As what?",
        choices=[
            SelectChoice("sheet", "A sheet to print and cut, eight to a page, with QR codes"),
            SelectChoice("csv", "A CSV file for mail merge"),
        ],
        validators=[InputRequired("Choose what to make.")],
    )

    def validate_kind(self, field: RadioField) -> None:
        if field.data == "sheet" and (self.number.data or 0) > ON_PAPER:
            raise ValidationError(
                f"A sheet holds {ON_PAPER} slips at most. Make several, or choose the CSV file."
            )
