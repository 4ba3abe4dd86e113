"""The form with which a questionnaire is added."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import TextAreaField

from portal.web.forms import sent

NOTHING = "Choose a file, or paste a text."


class AddForm(FlaskForm):  # type: ignore[misc]
    file = FileField("A file")
    text = TextAreaField("Or its text")

    def given(self) -> bytes | str:
        """What was sent: of a file its bytes, else what stands in the field."""
        return sent(self.file) or self.text.data or ""

    def refuse(self, message: str) -> None:
        self.text.errors = [message]
