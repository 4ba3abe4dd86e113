"""The forms of the rooms of rounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import HiddenInput

from portal.calendar import schedule
from portal.calendar.schedule import MOST_REMINDERS, Schedule
from portal.disclosure.answered import FEWEST
from portal.services.questionnaires.library import Choice
from portal.services.rounds.planning import Plan
from portal.survey.questionnaire import Questionnaire
from portal.web.forms import EditForm
from portal.web.staff.moments import DayField, MomentField

WHOLE = f"Give a whole number of {FEWEST} or more."
KINDS = ("anonymous", "an organisation's named return")


def stripped(text: str | None) -> str:
    return " ".join((text or "").split())


class RoundForm(EditForm):
    """What both forms of a round can do."""

    def refuse(self, message: str) -> None:
        """Say that a rule beyond this form was not met."""
        self.form_errors.append(message)

    def reminders(self) -> list[MomentField]:
        """List the fields of reminders, in order."""
        return [field for field in self if field.name.startswith("reminder_")]

    def reminded(self) -> tuple[datetime, ...]:
        return tuple(field.data for field in self.reminders() if field.data)

    def show_reminders(self, moments: Sequence[datetime]) -> None:
        for field, moment in zip(self.reminders(), moments, strict=False):
            field.process_data(moment)

    def asked(self) -> list[datetime | None]:
        return [field.data for field in self.reminders()]

    def mark(self, faults: Mapping[str, str]) -> bool:
        """Tell whether the days are in order; where one is not, its field says so."""
        reminders = self.reminders()
        for place, fault in faults.items():
            field = self["closes"] if place == "closes" else reminders[int(place)]
            field.errors = [*field.errors, fault]
        return not faults


class PlanForm(RoundForm):
    """The form of a round that has not opened: everything."""

    title = StringField(
        "Title",
        filters=[stripped],
        validators=[DataRequired("Give the round a title."), Length(max=200)],
    )
    code = StringField("Short code", filters=[lambda text: stripped(text).lower()])
    questionnaire = SelectField("Questionnaire", validate_choice=True)
    which = RadioField(
        "Organisations taking part",
        choices=[
            SelectChoice("all", "All that there are now"),
            SelectChoice("chosen", "Only those that are ticked below"),
        ],
        default="all",
        validators=[InputRequired("Say which organisations take part.")],
    )
    organisations = SelectMultipleField("Those that take part")
    opens = MomentField("Opens", "Give the day and time of the opening.", usual="09:00")
    closes = MomentField("Closes", "Give the day and time of the closing.", usual="17:00")
    reminder_1 = MomentField("First reminder", usual="09:00")
    reminder_2 = MomentField("Second reminder", usual="09:00")
    reminder_3 = MomentField("Third reminder", usual="09:00")
    reminder_4 = MomentField("Fourth reminder", usual="09:00")
    reminder_5 = MomentField("Fifth reminder", usual="09:00")
    retain_until = DayField(
        "Responses are kept until",
        "Give the day until which responses are kept; without it the round cannot open.",
    )
    threshold = IntegerField(
        "Smallest group that is kept together",
        default=FEWEST,
        validators=[
            InputRequired(WHOLE),
            NumberRange(
                FEWEST, 1000, f"Give a number from {FEWEST} to 1,000: never under {FEWEST}."
            ),
        ],
    )
    series = StringField("Series (optional)", filters=[stripped])

    @classmethod
    def filled(
        cls, plan: Plan | None, names: Mapping[str, str], choices: Iterable[Choice]
    ) -> PlanForm:
        """Make the form, empty or filled with a plan's."""
        form = cls()
        form.organisations.choices = [SelectChoice(code, name) for code, name in names.items()]
        form.questionnaire.choices = _offered(plan.questionnaire if plan else None, choices)
        if plan and not form.is_submitted():
            form.show(plan, names)
        return form

    def show(self, plan: Plan, names: Mapping[str, str]) -> None:
        self.title.data, self.code.data = plan.title, plan.code
        self.threshold.data, self.series.data = plan.threshold, plan.series
        self.questionnaire.data = plan.questionnaire.sha256
        self.which.data = "all" if set(plan.organisations) == set(names) else "chosen"
        self.organisations.data = list(plan.organisations)
        self.opens.process_data(plan.schedule.opens)
        self.closes.process_data(plan.schedule.closes)
        self.show_reminders(plan.schedule.reminders)
        self.retain_until.process_data(plan.retain_until)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.threshold.process_errors:
            self.threshold.errors = [WHOLE]
        if self.which.data == "chosen" and not self.organisations.data:
            self.organisations.errors = ["Tick the organisations that take part."]
            valid = False
        if not (self.opens.data and self.closes.data):
            return False
        faults = schedule.faults(self.opens.data, self.closes.data, self.asked())
        return self.mark(faults) and valid

    def plan(self, questionnaire: Questionnaire, code: str) -> Plan:
        """Make the plan of a form that is valid."""
        chosen = self.organisations.data if self.which.data == "chosen" else []
        return Plan(
            code=code,
            title=self.title.data or "",
            questionnaire=questionnaire,
            schedule=Schedule(self.opens.data, self.closes.data, self.reminded()),
            retain_until=self.retain_until.data,
            organisations=tuple(chosen or ()),
            series=self.series.data or "",
            threshold=self.threshold.data or FEWEST,
        )


class OpenForm(RoundForm):
    """The form of a round that is open: what may still change."""

    title = StringField("Title", filters=[stripped], validators=[DataRequired("Give a title.")])
    reminder_1 = MomentField("First reminder", usual="09:00")
    reminder_2 = MomentField("Second reminder", usual="09:00")
    reminder_3 = MomentField("Third reminder", usual="09:00")
    reminder_4 = MomentField("Fourth reminder", usual="09:00")
    reminder_5 = MomentField("Fifth reminder", usual="09:00")
    organisations = SelectMultipleField("Organisations to add", validate_choice=False)
    days: Schedule
    now: datetime

    @classmethod
    def filled(cls, plan: Plan, names: Mapping[str, str], now: datetime) -> OpenForm:
        form = cls()
        others = {code: name for code, name in names.items() if code not in plan.organisations}
        form.organisations.choices = [SelectChoice(code, name) for code, name in others.items()]
        past = sum(moment <= now for moment in plan.schedule.reminders)
        for number in range(MOST_REMINDERS, MOST_REMINDERS - past, -1):
            delattr(form, f"reminder_{number}")
        form.days, form.now = plan.schedule, now
        if not form.is_submitted():
            form.title.data = plan.title
            form.show_reminders(plan.schedule.reminders[past:])
        return form

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        faults = schedule.faults_while_open(self.days, self.asked(), self.now)
        return self.mark(faults) and valid


class ExtendForm(FlaskForm):  # type: ignore[misc]
    closes = MomentField("New closing", "Give the new day and time.", usual="17:00")


class ReadForm(FlaskForm):  # type: ignore[misc]
    """The tick that is asked for before letters go out to many people."""

    read = BooleanField(
        "I have read the letters that will be sent",
        validators=[InputRequired("Read the letters first, then tick the box.")],
    )


class ScheduleForm(ReadForm):
    at_once = BooleanField("Open it now, not on the day that was planned")


class AsideForm(FlaskForm):  # type: ignore[misc]
    number = IntegerField(
        "Ballots to set aside",
        validators=[InputRequired("Give the number."), NumberRange(1, message="One at least.")],
    )
    reason = StringField(
        "Reason", filters=[stripped], validators=[DataRequired("Say why they may be left out.")]
    )


class AgreeForm(FlaskForm):  # type: ignore[misc]
    """The proposal that somebody has read."""

    number = IntegerField(widget=HiddenInput())
    reason = HiddenField()
    by = HiddenField()


class WordForm(FlaskForm):  # type: ignore[misc]
    """A short word to be typed before something is destroyed for good: what is done."""

    word = StringField("Confirm", filters=[stripped])

    def __init__(self, wanted: str) -> None:
        super().__init__()
        self.wanted = wanted
        self.word.label.text = f"To confirm, type “{wanted}”"

    def validate_word(self, field: StringField) -> None:
        if (field.data or "").strip("“”\"'").lower() != self.wanted:
            raise ValidationError(f"Type “{self.wanted}” to confirm; nothing was changed.")


def _offered(kept: Questionnaire | None, choices: Iterable[Choice]) -> list[SelectChoice]:
    """Offer the choices by name, but for the very text that the round has: that is offered as its
    SHA-256."""
    by_kind = sorted(choices, key=lambda each: each.named)
    ours = kept.sha256 if kept else ""
    offered = [
        SelectChoice(
            each.sha256 if each.sha256 == ours else each.name,
            f"{each.title}, {each.name} ({KINDS[each.named]})",
        )
        for each in by_kind
    ]
    if kept and ours not in {each.sha256 for each in by_kind}:
        text = f"{kept.title}, {kept.id}/{kept.version} as this round has it ({KINDS[kept.named]})"
        offered.insert(0, SelectChoice(ours, text))
    return offered
