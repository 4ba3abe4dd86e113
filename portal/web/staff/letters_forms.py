"""The form of a letter."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired

from portal.web.forms import EditForm


class LetterForm(EditForm):
    """``go``: “preview”, or anything else to save."""

    subject = StringField("Subject", validators=[DataRequired("Give the letter a subject.")])
    body = TextAreaField("Text", validators=[DataRequired("Write the letter.")])
    go = StringField()

    def refused(self, faults: Sequence[str]) -> bool:
        """Whether there are any; each goes to the field that it is about."""
        about_subject = [fault for fault in faults if "subject" in fault.split(",")[0].lower()]
        about_body = [fault for fault in faults if fault not in about_subject]
        self.subject.errors = [" ".join(about_subject)] if about_subject else []
        self.body.errors = [" ".join(about_body)] if about_body else []
        return bool(faults)
