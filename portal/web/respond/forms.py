"""Forms of the respondents' site, beside the questionnaire's own pages."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button and its CSRF token."""


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        "Your code",
        validators=[
            InputRequired("Type the code that you wrote down"),
            Length(max=80, message="A code has twenty letters and digits"),
        ],
    )
