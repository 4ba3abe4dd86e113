"""The forms of organisations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from portal.services.enrolment.places import ROUNDS
from portal.services.organisations import kinds
from portal.services.organisations.register import OrganisationInfo, Unfit
from portal.services.rounds.register import RoundInfo
from portal.web.forms import AnswersForm, EditForm, SeveralField

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

    asking: AnswersForm | None = None
    """It asks about a type or a region that no organisation has."""

    def settled(self, code: str = "") -> OrganisationInfo | None:
        """Return the organisation as ``organisation`` does, its type and region in known words or
        as was chosen; none while that is to be chosen."""
        typed = self.organisation(code)
        asked = kinds.of_one(typed)
        self.asking = AnswersForm.of(asked.questions, {})
        if not self.asking.validate():
            return None
        written = {"type": typed.type, "region": typed.region}
        words: dict[str, Any] = asked.worded(written, self.asking.answers)
        return replace(typed, **words)

    @property
    def to_choose(self) -> list[tuple[str, str]]:
        """List what is to be chosen, and where."""
        if not self.asking:
            return []
        asked = [self.asking[key] for key in self.asking.asked]
        return [(field.errors[0], f"#{field.id}") for field in asked if field.errors]

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
    """``rounds``: in which of those that have not opened the organisations take part."""

    file = FileField("A file with organisations")
    rounds = SeveralField("Rounds they take part in (optional)", "")

    @classmethod
    def offering(cls, offered: Sequence[RoundInfo], ticked: Sequence[str]) -> FileForm:
        form = cls()
        form.rounds.choices = [
            SelectChoice(each.code, f"{each.title} (returns)" if each.named else each.title)
            for each in offered
        ]
        if not form.is_submitted():
            form.rounds.data = [*ticked]
        return form

    @property
    def chosen(self) -> dict[str, str]:
        """Return the rounds as they stand among answers."""
        return {ROUNDS: ",".join(self.rounds.data)} if self.rounds.data else {}

    def refuse(self, message: str) -> None:
        self.file.errors = [message]
