"""What a draft holds, as values and as what is encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from portal.survey.conditions import Answers


@dataclass(frozen=True, slots=True)
class Submission:
    """This was submitted of a return, and counts unless somebody submits again. ``on``: the day,
    and no time; ``mark`` stamps the answers, so that it shows whether they have changed;
    ``answers`` are none where the draft had no room for them."""

    on: date
    mark: str
    answers: Answers | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """This is what a draft holds. ``saved``: pages that were left by *Save and continue*;
    ``warned``: the checks that have been pointed out; ``names``: who is to fill in which page of a
    return; ``submitted``: of a return only, since any other draft goes when it is submitted."""

    ticket: bytes
    organisation: str
    organisation_name: str
    origin: str
    answers: Answers = field(default_factory=dict)
    saved: tuple[str, ...] = ()
    warned: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    submitted: Submission | None = None

    @property
    def blank(self) -> bool:
        """Say whether it may be one that was begun by an open link and never saved: a save writes
        it even if nothing changes, since it keeps the place."""
        return self.origin == "open" and not (self.answers or self.saved)


def plain(envelope: Envelope) -> dict[str, object]:
    """Write it as what can be packed."""
    return {
        "answers": envelope.answers,
        "names": envelope.names,
        "organisation": envelope.organisation,
        "organisation_name": envelope.organisation_name,
        "origin": envelope.origin,
        "saved": envelope.saved,
        "submitted": envelope.submitted and _plain_submission(envelope.submitted),
        "ticket": envelope.ticket.hex(),
        "warned": envelope.warned,
    }


def _plain_submission(was: Submission) -> dict[str, object]:
    return {"answers": was.answers, "mark": was.mark, "on": was.on.isoformat()}


def read(plain: Mapping[str, object]) -> Envelope:
    """Read what ``plain`` wrote."""
    values = dict(plain)
    was: Any = values.pop("submitted", None)  # a draft of an earlier version does not say
    return Envelope(
        ticket=bytes.fromhex(str(values.pop("ticket"))),
        saved=tuple(values.pop("saved")),  # type: ignore[arg-type]
        warned=tuple(values.pop("warned")),  # type: ignore[arg-type]
        submitted=was and Submission(date.fromisoformat(was["on"]), was["mark"], was["answers"]),
        **values,  # type: ignore[arg-type]
    )
