"""The forms of a plan."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from portal.services.actions import plans
from portal.services.actions.changes import UnfitAction
from portal.services.actions.plans import ActionPlan, ActionWords
from portal.web.forms import EditForm
from portal.web.staff.moments import DayField


class ActionForm(EditForm):
    """What an action may be is the service's to say; ``refuse`` shows it at the fields."""

    finding = TextAreaField("What people said")
    action = TextAreaField("What you do about it")
    owner = StringField("Who does it (optional)")
    due = DayField("By when (optional)")
    progress = RadioField(
        "How far it is",
        choices=[SelectChoice(value, said) for value, said in plans.IN_WORDS.items()],
        default="not started",
        validate_choice=True,
    )
    note = TextAreaField("Note (optional)")
    shown = BooleanField("Show it to staff on “You said, we did”")

    def show(self, words: ActionWords) -> None:
        """Fill it with what is stored."""
        if not self.is_submitted():
            self.finding.data, self.action.data = words.finding, words.action
            self.owner.data, self.note.data = words.owner, words.note
            self.due.process_data(words.due)
            self.progress.data, self.shown.data = words.progress, words.shown

    def words(self) -> ActionWords:
        """Return what was typed, in lines without more room between words than one."""

        def typed(name: str) -> str:
            return " ".join((self[name].data or "").split())

        return ActionWords(
            finding=typed("finding"),
            action=typed("action"),
            owner=typed("owner"),
            due=self.due.data,
            progress=self.progress.data,
            note=typed("note"),
            shown=bool(self.shown.data),
        )

    def refuse(self, unfit: UnfitAction) -> None:
        for name, message in unfit.faults.items():
            self[name].errors = [message]


class NewActionForm(ActionForm):
    """``key``: the id that the action will have, so that two clicks make one."""

    key = HiddenField()
    measure = SelectField("How it is measured (optional)", default="")

    @classmethod
    def offering(cls, plan: ActionPlan) -> NewActionForm:
        form = cls()
        told = (SelectChoice(line.score.id, line.numbered) for line in plan.measures())
        form.measure.choices = [SelectChoice("", "Nothing in the questionnaire"), *told]
        return form


class TellForm(EditForm):
    """The page “You said, we did”. ``go``: “preview”, or anything else to publish."""

    opening = TextAreaField("Opening words (optional)")
    go = StringField()

    def words(self) -> str:
        """Return the paragraphs, one a line."""
        lines = (" ".join(line.split()) for line in (self.opening.data or "").splitlines())
        return "\n".join(line for line in lines if line)
