"""The form for letters of which nobody knows whether they went out."""

from __future__ import annotations

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, InputRequired

AGAIN, LEAVE = "again", "leave"


class LettersForm(FlaskForm):  # type: ignore[misc]
    """A letter that meanwhile is uncertain no longer is no fault: it is left as it is."""

    letter = SelectMultipleField(
        "Uncertain letters",
        choices=[],
        validate_choice=False,
        validators=[InputRequired("Choose at least one letter.")],
    )
    go = StringField("What to do", validators=[AnyOf((AGAIN, LEAVE), "Choose one of the two.")])

    def offer(self, letters: Sequence[tuple[str, str]]) -> None:
        """Letters by their id in hexadecimal, with what is said of each."""
        self.letter.choices = [SelectChoice(id, text) for id, text in letters]

    @property
    def chosen(self) -> list[bytes]:
        """The ids; what is none is left out."""
        return [found for found in map(_id, self.letter.data or []) if found]


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
