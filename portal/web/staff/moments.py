"""Form fields for days and times, which people type and read as London's clock shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from wtforms import Field
from wtforms.validators import ValidationError

from portal.calendar.london import LONDON, day_from, from_london
from portal.errors import Refused


class MomentField(Field):
    """A day and a time in two inputs of one name; ``data`` is an aware UTC moment, or none where
    the day is left empty. ``missing``: what to say then, if it may not be."""

    def __init__(self, label: str, missing: str = "", usual: str = "", **given: Any) -> None:
        self.day, self.time = "", usual
        self.usual, self.missing = usual, missing
        super().__init__(label, **given)

    def process_data(self, value: datetime | None) -> None:
        self.data = value
        if value:
            local = value.astimezone(LONDON)
            self.day, self.time = f"{local:%Y-%m-%d}", f"{local:%H:%M}"

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = None
        self.day, self.time = (text.strip() for text in [*valuelist, "", ""][:2])
        if not self.day:
            return
        if not self.time:
            raise ValueError("Give the time, too.")
        self.data = _london(f"{self.day} {self.time}")

    def pre_validate(self, _form: object) -> None:
        if self.missing and self.data is None and not self.process_errors:
            raise ValidationError(self.missing)


class DayField(Field):
    """A day in one input; ``data`` is none where it is left empty."""

    def __init__(self, label: str, missing: str = "", **given: Any) -> None:
        self.text, self.missing = "", missing
        super().__init__(label, **given)

    def _value(self) -> str:
        return self.text

    def process_data(self, value: date | None) -> None:
        self.data = value
        self.text = value.isoformat() if value else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data, self.text = None, (valuelist[0].strip() if valuelist else "")
        if self.text:
            self.data = _day(self.text)

    def pre_validate(self, _form: object) -> None:
        if self.missing and self.data is None and not self.process_errors:
            raise ValidationError(self.missing)


def _london(text: str) -> datetime:
    try:
        return from_london(text)
    except Refused as error:
        raise ValueError(str(error)) from error


def _day(text: str) -> date:
    try:
        return day_from(text)
    except Refused as error:
        raise ValueError(str(error)) from error
