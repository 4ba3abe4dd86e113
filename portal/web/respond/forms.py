"""The respondents' site has these forms, beside the questionnaire's own pages."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length


class LinkForm(FlaskForm):  # type: ignore[misc]
    link = StringField(
        "Your newest link",
        validators=[
            InputRequired("Paste the link from your newest letter"),
            Length(max=300, message="A link has fewer than 300 characters"),
        ],
    )


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(
        "Your code or personal link",
        validators=[
            InputRequired("Type the code that you wrote down, or paste your personal link"),
            Length(max=300, message="A code has twenty letters and digits"),
        ],
    )
