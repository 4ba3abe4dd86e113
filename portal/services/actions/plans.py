"""An organisation's plan after a round: what its report finds, and what is done about it.

What the report finds stands in the plan without being stored, until somebody says what is done
about it. What is still open goes on in the plans of later rounds, as the same action.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Literal, TypeAlias

from portal.calendar.london import day_in_words, london_day
from portal.disclosure.cells import Cell
from portal.errors import NotFound
from portal.reports import aimed
from portal.reports.aimed import Aim, Moved
from portal.reports.edition import Edition
from portal.reports.lines import Line
from portal.services.reports import editions, released
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.store.actions import Action

Progress: TypeAlias = Literal["not started", "under way", "done", "dropped"]
PROGRESS: tuple[Progress, ...] = ("not started", "under way", "done", "dropped")
OPEN: tuple[Progress, ...] = ("not started", "under way")
"""What is so goes on in the next round's plan, and is reminded of."""
IN_WORDS: dict[Progress, str] = {
    "not started": "Not started",
    "under way": "Under way",
    "done": "Done",
    "dropped": "Decided against",
}


@dataclass(frozen=True, slots=True)
class ActionWords:
    """What can be written of an action. ``shown``: “You said, we did” may tell of it."""

    finding: str = ""
    action: str = ""
    owner: str = ""
    due: date | None = None
    progress: Progress = "not started"
    note: str = ""
    shown: bool = True


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One line of a plan. ``key``: its id; ``cell``: the figure that it is to move, as it was when
    it came into the plan; ``round``: after which it did; ``stored``: somebody has written it."""

    key: str
    words: ActionWords
    round: RoundInfo
    cell: Cell | None = None
    stored: bool = True

    @property
    def is_open(self) -> bool:
        return self.words.progress in OPEN

    def is_over(self, today: date) -> bool:
        """It should be done by now."""
        return self.is_open and self.words.due is not None and self.words.due < today

    @property
    def progress(self) -> str:
        return IN_WORDS[self.words.progress]

    @property
    def year(self) -> str:
        """What its round is called beside others."""
        return str(london_day(self.round.opens).year)

    @property
    def due(self) -> str:
        return day_in_words(self.words.due) if self.words.due else ""


@dataclass(frozen=True)
class ActionPlan:
    """All that stands in it, by day. ``newest``: the round in whose plan it goes on now; ``moved``:
    what was aimed at before, and whether it has moved."""

    round: RoundInfo
    employer: Employer
    edition: Edition = field(repr=False)
    entries: tuple[PlanEntry, ...]
    newest: RoundInfo
    moved: tuple[Moved, ...]

    @property
    def proposed(self) -> list[PlanEntry]:
        """What the report finds, where nobody has said yet what is done about it."""
        return [entry for entry in self.entries if not entry.stored]

    @property
    def current(self) -> list[PlanEntry]:
        return [entry for entry in self.entries if entry.stored and entry.is_open]

    @property
    def ended(self) -> list[PlanEntry]:
        return [entry for entry in self.entries if entry.stored and not entry.is_open]

    def entry(self, key: str) -> PlanEntry:
        """Look a line up. Raises ``NotFound``."""
        for entry in self.entries:
            if entry.key == key:
                return entry
        raise NotFound("This action is not in the plan: somebody may have removed it.")

    def measures(self) -> tuple[Line, ...]:
        """Return what an action that somebody adds can be measured by."""
        return aimed.scores(self.edition)


def of_organisation(
    round_: RoundInfo, employer: Employer, edition: Edition | None = None
) -> ActionPlan:
    """Return the plan. ``edition``: of the report, if somebody has read it already. Raises as
    ``editions.check_counted`` does."""
    edition = edition or editions.every(round_, employer)[0]
    earlier = editions.earlier(round_)
    by_id = {each.id: each for each in (round_, *earlier)}
    rows = Action.select().where(
        (Action.organisation == employer.code) & Action.round.in_(list(by_id))
    )
    every = [(row, entry(row, by_id[row.round_id])) for row in rows]
    here = [each for row, each in every if _is_here(row, each, round_, edition.counted)]
    before = [each for row, each in every if row.round_id != round_.id]
    return ActionPlan(
        round=round_,
        employer=employer,
        edition=edition,
        entries=tuple(sorted((*_proposed(edition, round_, here), *here), key=_order)),
        newest=editions.newest(round_),
        moved=_moved(edition, before, [*here, *_of_last(before, earlier)]),
    )


def words(row: Action) -> ActionWords:
    """Return what is stored of an action."""
    return ActionWords(
        row.finding, row.action, row.owner, row.due, row.progress, row.note, bool(row.shown)
    )


def entry(row: Action, round_: RoundInfo) -> PlanEntry:
    """Return a stored action as a line of a plan."""
    cell = released.noted_cell(row.organisation_id, row.figure) if row.figure else None
    return PlanEntry(row.id.hex(), words(row), round_, cell)


def _is_here(row: Action, each: PlanEntry, round_: RoundInfo, counted: date) -> bool:
    """Say whether an action of an earlier round was still open when this one was counted."""
    return row.round_id == round_.id or each.is_open or row.moved >= counted


def _of_last(before: Sequence[PlanEntry], earlier: Sequence[RoundInfo]) -> list[PlanEntry]:
    """Return those of the round before, also what was done by then."""
    return [each for each in before if earlier and each.round.id == earlier[0].id]


def _proposed(
    edition: Edition, round_: RoundInfo, here: Sequence[PlanEntry]
) -> Iterator[PlanEntry]:
    """Give what the report finds, but for what stands in the plan already."""
    keys = {each.key for each in here}
    abouts = {each.cell.about for each in here if each.cell}
    for finding in aimed.findings(edition):
        about = finding.cell.about
        key = _key(round_, edition.code, about)
        if key not in keys and about not in abouts:
            yield PlanEntry(key, ActionWords(finding.said), round_, finding.cell, stored=False)


def _key(round_: RoundInfo, organisation: str, about: str) -> str:
    """Name what the report finds: the same for two people who write of it at once."""
    named = "\n".join((round_.id.hex(), organisation, about))
    return sha256(named.encode()).digest()[:16].hex()


def _moved(
    edition: Edition, before: Sequence[PlanEntry], wanted: Sequence[PlanEntry]
) -> tuple[Moved, ...]:
    """Say it once of each figure, from where it was last aimed at."""
    keys = {each.key for each in wanted}
    aims = {
        each.cell.about: Aim(
            each.cell,
            each.year,
            each.round.text,
            each.progress,
        )
        for each in sorted(before, key=lambda each: each.round.closes)
        if each.cell and each.key in keys and each.words.progress != "dropped"
    }
    return aimed.moved(edition, list(aims.values()))


def _order(each: PlanEntry) -> tuple[bool, date, str]:
    due = each.words.due
    return due is None, due or date.max, each.words.finding if each.stored else ""
