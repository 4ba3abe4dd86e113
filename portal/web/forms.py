"""Both sites have this form, and read what a form brings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import InputRequired, ValidationError

from portal.errors import EditedMeanwhile
from portal.tabular.asking import Answers, Question


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """It has a button and its CSRF token."""


class EditForm(FlaskForm):  # type: ignore[misc]
    """This form is filled with what is stored. ``seen``: the fingerprint of what it was filled
    with, which goes to the verb; ``status``: of the answer that shows the form again."""

    seen = HiddenField()
    status = 422

    def begun(self, fingerprint: str) -> None:
        """Fetch it before what it is filled with: a change in between is then told, not missed."""
        if not self.is_submitted():
            self.seen.data = fingerprint

    def overtaken(self, error: EditedMeanwhile) -> None:
        """Somebody else was faster; who saves again has read so."""
        self.form_errors.append(str(error))
        self.seen.data, self.status = error.now, 409


class AnswersForm(FlaskForm):  # type: ignore[misc]
    """This form asks what a file leaves open; ``asked`` names its fields."""

    asked: tuple[str, ...] = ()

    @classmethod
    def of(cls, questions: Sequence[Question], given: Answers) -> AnswersForm:
        """Make the form, with what was chosen before."""
        fields: dict[str, Any] = {
            each.key: RadioField(
                each.text,
                choices=[SelectChoice(*choice) for choice in each.choices],
                default=each.answer(given),
                validators=[InputRequired(each.missing)],
            )
            for each in questions
        }
        made: AnswersForm = type("Asking", (cls,), {**fields, "asked": tuple(fields)})()
        return made

    @property
    def answers(self) -> dict[str, str]:
        return {key: self[key].data for key in self.asked}


class SeveralField(SelectMultipleField):
    """Some of what a page lists are ticked here, to be acted upon. ``missing``: what would be
    right, said where none is ticked, if one has to be. One that meanwhile cannot be chosen any more
    is no fault: the verb leaves it as it is."""

    def __init__(self, label: str, missing: str, **given: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **given)
        self.missing = missing

    def pre_validate(self, _form: object) -> None:
        if self.missing and not self.data:
            raise ValidationError(self.missing)


def sent(field: FileField) -> bytes:
    """Return the file that was sent, or nothing. A large one lies on the disk until it is
    closed."""
    if not field.data:
        return b""
    with field.data.stream as stream:
        return bytes(stream.read())
