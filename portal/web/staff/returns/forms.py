"""Forms of the pages about what organisations wrote."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from portal.services.returns.coding import OpenQuestion
from portal.web.forms import EditForm, SeveralField
from portal.web.staff.accounts.forms import stripped


class NewThemeForm(FlaskForm):  # type: ignore[misc]
    name = StringField("Name of another theme", filters=[stripped])


class ThemeForm(EditForm):
    name = StringField("Name of the theme", filters=[stripped])


class MarksForm(FlaskForm):  # type: ignore[misc]
    """The themes of one text: any number of them, or none."""

    theme = SeveralField("Themes", "")


class DropForm(FlaskForm):  # type: ignore[misc]
    coder = RadioField(
        "Whose coding is to be deleted?",
        validators=[InputRequired("Choose whose coding is to be deleted.")],
    )

    def offer(self, question: OpenQuestion) -> None:
        self.coder.choices = [(coder, coder) for coder in question.coded]
