"""The forms of organisations."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from portal.services.organisations.register import OrganisationInfo, Unfit
from portal.web.forms import EditForm

NO_FILE = "Choose a file."


class OrganisationForm(EditForm):
    """What an organisation may be is the service's to say; ``refuse`` shows it at the fields."""

    code = StringField("Code")
    name = StringField("Name")
    type = StringField("Type")
    region = StringField("Region")
    domains = StringField("Mail domains")
    reply_to = StringField("Replies to letters go to (optional)")

    def organisation(self, code: str = "") -> OrganisationInfo:
        """Return what was typed, with the code that it has, where it has one."""

        def typed(name: str) -> str:
            return " ".join((self[name].data or "").split())

        return OrganisationInfo(
            code=code or typed("code"),
            name=typed("name"),
            type=typed("type"),
            region=typed("region"),
            domains=typed("domains"),
            reply_to=typed("reply_to"),
        )

    def refuse(self, unfit: Unfit) -> None:
        for name, message in unfit.faults.items():
            self[name].errors = [message]


class FilterForm(FlaskForm):  # type: ignore[misc]
    """Sent with GET; whatever is in it is only looked for."""

    class Meta:
        csrf = False

    q = StringField("Name, code or mail domain")
    type = SelectField("Type", validate_choice=False)
    region = SelectField("Region", validate_choice=False)

    @classmethod
    def offering(cls, given: object, types: list[str], regions: list[str]) -> FilterForm:
        form = cls(given)
        for field, names in ((form.type, types), (form.region, regions)):
            field.choices = [SelectChoice("", "All"), *(SelectChoice(n, n) for n in names)]
        return form


class FileForm(FlaskForm):  # type: ignore[misc]
    file = FileField("A file with organisations")

    def refuse(self, message: str) -> None:
        self.file.errors = [message]
