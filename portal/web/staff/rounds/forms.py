"""The forms of the rooms of rounds."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from portal.services.rounds.register import RoundInfo
from portal.web.forms import SeveralField
from portal.web.staff.moments import MomentField


def stripped(text: str | None) -> str:
    return " ".join((text or "").split())


class ExtendForm(FlaskForm):  # type: ignore[misc]
    closes = MomentField("New closing", "Give the new day and time.", usual="17:00")


class ReadForm(FlaskForm):  # type: ignore[misc]
    """The tick that is asked for before letters go out to many people."""

    read = BooleanField(
        "I have read the letters that will be sent",
        validators=[InputRequired("Read the letters first, then tick the box.")],
    )


class ScheduleForm(ReadForm):
    """``others``: drafts of the same series, to be scheduled with it."""

    at_once = BooleanField("Open it now, not on the planned day")
    others = SeveralField("Schedule with it (optional)", "")

    @classmethod
    def offering(cls, others: Sequence[RoundInfo]) -> ScheduleForm:
        form = cls()
        form.others.choices = [(each.code, each.title) for each in others]
        return form

    def chosen(self, others: Sequence[RoundInfo]) -> list[str]:
        return [each.code for each in others if each.code in (self.others.data or ())]


class AsideForm(FlaskForm):  # type: ignore[misc]
    number = IntegerField(
        "Ballots to set aside",
        validators=[InputRequired("Give the number."), NumberRange(1, message="At least one.")],
    )
    reason = StringField(
        "Reason", filters=[stripped], validators=[DataRequired("Say why they may be left out.")]
    )


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """The proposal that somebody has read."""

    number = IntegerField(widget=HiddenInput())
    reason = HiddenField()
    by = HiddenField()


class WordForm(FlaskForm):  # type: ignore[misc]
    """A short word to be typed before something is destroyed permanently: what is done."""

    word = StringField("Confirm", filters=[stripped])

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.word.label.text = f"To confirm, type “{wanted}”"

    def validate_word(self, field: StringField) -> None:
        if (field.data or "").strip("“”\"'").lower() != self.wanted:
            raise ValidationError(f"Type “{self.wanted}” to confirm; nothing was changed.")
