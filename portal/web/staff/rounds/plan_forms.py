"""The forms in which a round is planned, and changed while it is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.calendar import schedule
from portal.calendar.london import UNDECIDED, UNDECIDED_DAY
from portal.calendar.schedule import MOST_REMINDERS, Schedule
from portal.disclosure.answered import FEWEST
from portal.services.questionnaires.frozen import NONE_YET
from portal.services.questionnaires.library import Choice
from portal.services.rounds.plans import Plan
from portal.survey.questionnaire import Questionnaire
from portal.web.forms import EditForm
from portal.web.staff.moments import DayField, MomentField
from portal.web.staff.rounds.forms import stripped

WHOLE = f"Give a whole number of {FEWEST} or more."
KINDS = ("anonymous", "an organisation's named return")
ALL, CHOSEN, LATER = "all", "chosen", "later"


@dataclass(frozen=True, slots=True)
class Offer:
    """What a round may be made of. ``names``: of organisations, by code; ``all``: the codes of
    those that are taken where all are wanted, which the demonstration's are not."""

    names: Mapping[str, str]
    all: Sequence[str]
    choices: Sequence[Choice]


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
    """The form of a round that has not opened: everything, of which a draft needs the title."""

    title = StringField(
        "Title",
        filters=[stripped],
        validators=[DataRequired("Give the round a title."), Length(max=200)],
    )
    code = StringField("Short code (optional)", filters=[lambda text: stripped(text).lower()])
    questionnaire = SelectField("Questionnaire", validate_choice=True)
    which = RadioField(
        "Organisations taking part",
        choices=[],
        default=ALL,
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
        "Give the day until which responses are kept. The round cannot open without it.",
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
    responses_kept = BooleanField("Keep single responses")
    reports_wait = BooleanField("Reports wait until an administrator publishes them")

    @classmethod
    def filled(cls, plan: Plan | None, offer: Offer, *, whole: bool = False) -> PlanForm:
        """Make the form, empty or filled with a plan's. ``whole``: of a round that is scheduled, of
        which nothing may be missing."""
        form = cls()
        form.organisations.choices = [SelectChoice(*each) for each in offer.names.items()]
        form.which.choices = _which(offer, whole=whole)
        kept = None if plan is None or plan.questionnaire == NONE_YET else plan.questionnaire
        form.questionnaire.choices = _offered(kept, offer.choices)
        if not whole:
            form.questionnaire.choices.insert(0, SelectChoice("", "To be chosen later"))
            form.opens.missing = form.closes.missing = form.retain_until.missing = ""
        if not form.is_submitted():
            form.show(plan or Plan("", "", organisations=offer.all if offer.all else ()), offer)
        return form

    def show(self, plan: Plan, offer: Offer) -> None:
        codes = plan.organisations or ()
        self.title.data, self.code.data = plan.title, plan.code
        self.threshold.data, self.series.data = plan.threshold, plan.series
        self.responses_kept.data = plan.responses_kept
        self.reports_wait.data = plan.reports_wait
        self.questionnaire.data = (
            "" if plan.questionnaire == NONE_YET else plan.questionnaire.sha256
        )
        self.which.data = LATER if not codes else ALL if set(codes) == set(offer.all) else CHOSEN
        self.organisations.data = list(codes) if self.which.data == CHOSEN else []
        self.opens.process_data(_chosen(plan.schedule.opens))
        self.closes.process_data(_chosen(plan.schedule.closes))
        self.show_reminders(plan.schedule.reminders)
        kept = plan.retain_until
        self.retain_until.process_data(None if kept == UNDECIDED_DAY else kept)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if self.threshold.process_errors:
            self.threshold.errors = [WHOLE]
        if self.which.data == CHOSEN and not self.organisations.data:
            self.organisations.errors = ["Tick the organisations that take part."]
            valid = False
        days = self._days()
        faults = schedule.faults(days.opens, days.closes, self.asked())
        return self.mark(faults) and valid

    def plan(self, questionnaire: Questionnaire, code: str) -> Plan:
        """Make the plan of a form that is valid."""
        several = {ALL: None, CHOSEN: tuple(self.organisations.data or ()), LATER: ()}
        return Plan(
            code=code,
            title=self.title.data or "",
            questionnaire=questionnaire,
            schedule=self._days(),
            retain_until=self.retain_until.data or UNDECIDED_DAY,
            organisations=several[self.which.data],
            series=self.series.data or "",
            threshold=self.threshold.data or FEWEST,
            responses_kept=bool(self.responses_kept.data),
            reports_wait=bool(self.reports_wait.data),
        )

    def _days(self) -> Schedule:
        opens, closes = (field.data or UNDECIDED for field in (self.opens, self.closes))
        return Schedule(opens, closes, self.reminded())


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
        there = plan.organisations or ()
        others = {code: name for code, name in names.items() if code not in there}
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


def _chosen(moment: datetime) -> datetime | None:
    return None if moment == UNDECIDED else moment


def _which(offer: Offer, *, whole: bool) -> list[SelectChoice]:
    but = ", but the demonstration's" * (len(offer.all) < len(offer.names))
    return [
        SelectChoice(ALL, f"All that there are now{but}"),
        SelectChoice(CHOSEN, "Only the ones ticked below"),
        *([] if whole else [SelectChoice(LATER, "To be chosen later")]),
    ]
