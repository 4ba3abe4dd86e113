"""The forms of a year's rounds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from portal.calendar.years import names_one
from portal.services.series.yearly import MOST_REPEATS, YEARLY, Kind
from portal.web.staff.moments import MomentField
from portal.web.staff.rounds.forms import stripped

MONTHS = {"1": "Every month", "3": "Every three months", "6": "Every six months"}
NO_YEAR = "Put the year into the name, for example “Health check 2027” or “Health check 2026/27”."
LABELS: dict[Kind, str] = {
    "practitioners": "The practitioners' round",
    "return": "The organisations' return",
    "assessment": "The organisations' self-assessment",
}


class YearForm(FlaskForm):  # type: ignore[misc]
    """What a year's rounds ask and when; each has fields whose names begin with its kind."""

    name = StringField(
        "Name of the year's health check",
        filters=[stripped],
        validators=[DataRequired("Give it a name, with the year in it."), Length(max=40)],
    )

    @classmethod
    def offering(cls, choices: dict[Kind, list[tuple[str, str]]], name: str) -> YearForm:
        """Make the form of those kinds for which there is a questionnaire."""
        fields: dict[str, Any] = {}
        for kind in (kind for kind in YEARLY if choices.get(kind)):
            fields |= {
                f"{kind}_wanted": BooleanField("Plan this round", default=True),
                f"{kind}_questionnaire": SelectField(
                    "Questionnaire", choices=[SelectChoice(*each) for each in choices[kind]]
                ),
                f"{kind}_opens": MomentField("Opens", usual="09:00"),
                f"{kind}_closes": MomentField("Closes", usual="17:00"),
            }
        made: YearForm = type("Year", (cls,), fields)(data={"name": name})
        return made

    @property
    def kinds(self) -> list[Kind]:
        return [kind for kind in YEARLY if f"{kind}_wanted" in self]

    def only(self, kinds: Iterable[Kind]) -> None:
        """Tick these, before anybody has sent the form."""
        for kind in self.kinds:
            self[f"{kind}_wanted"].data = kind in kinds

    def wanted(self) -> list[tuple[Kind, str, datetime, datetime]]:
        """Return the kinds that are ticked, each with its questionnaire and its days."""
        return [
            (kind, *(self[f"{kind}_{part}"].data for part in ("questionnaire", "opens", "closes")))
            for kind in self.kinds
            if self[f"{kind}_wanted"].data
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if (name := self.name.data or "") and not names_one(name):
            self.name.errors = [NO_YEAR]
            valid = False
        for kind, _, opens, closes in self.wanted():
            for part, day in (("opens", opens), ("closes", closes)):
                field = self[f"{kind}_{part}"]
                if day is None and not field.errors:
                    field.errors = [f"{LABELS[kind]}: give the day on which it {part}."]
                    valid = False
            if opens and closes and closes <= opens:
                self[f"{kind}_closes"].errors = [f"{LABELS[kind]} must close after it opens."]
                valid = False
        return valid

    def refuse(self, message: str) -> None:
        self.form_errors.append(message)


class RepeatForm(FlaskForm):  # type: ignore[misc]
    every = RadioField(
        "How often",
        choices=[SelectChoice(*each) for each in MONTHS.items()],
        validators=[InputRequired("Say how often it comes.")],
    )
    number = IntegerField(
        "How many more",
        validators=[
            InputRequired("Say how many more there are to be."),
            NumberRange(1, MOST_REPEATS, f"Give a number from 1 to {MOST_REPEATS}."),
        ],
    )

    def refuse(self, message: str) -> None:
        self.form_errors.append(message)
