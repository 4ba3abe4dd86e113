"""The form that asks for a code."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

CODE = "Enter the code."


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField("Code", validators=[DataRequired(CODE), Length(max=60, message=CODE)])

    def refuse(self, message: str) -> None:
        """A rule beyond this form was not met; the code itself is not shown again."""
        self.code.errors = [message]
        self.code.data = ""
