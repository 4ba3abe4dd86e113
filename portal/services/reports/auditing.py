"""All that was released of a counted round is looked at once more, with what is stored beside it.

The count has done so with whole answers, which are gone. What is left can still be held to the
rules: by a release of another version, say, or a database that somebody has written to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portal.disclosure import audit
from portal.disclosure.cells import Cell
from portal.services.audit import counted
from portal.services.reports import editions, results
from portal.services.rounds.register import RoundInfo
from portal.store.rounds import Participation


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found: ``told``, how much is released, and ``faults``, a sentence each."""

    told: tuple[str, ...]
    faults: tuple[str, ...]


def look(round_: RoundInfo) -> Looked:
    """Look at a counted round. Raises as ``editions.check_counted`` does."""
    cells = editions.all_cells(round_)
    faults = [*audit.of_cells(cells, round_.threshold), *_stored(round_, cells)]
    return Looked(tuple(_told(round_, cells)), tuple(faults))


def _told(round_: RoundInfo, cells: Sequence[Cell]) -> list[str]:
    parts = Participation.select().where(Participation.round == round_.id).count()
    own = [cell for cell in cells if cell.level == "organisation"]
    scores = {score.id for score in round_.text.scores}

    def organisations(wanted: Sequence[Cell]) -> str:
        every = counted(parts, "organisation", "organisations")
        return f"{len({cell.name for cell in wanted})} of {every}"

    whole = [cell for cell in own if not cell.split]
    lines = [
        f"{counted(len(cells), 'figure', 'figures')} released",
        f"scores: {organisations([cell for cell in whole if cell.about in scores])}",
        f"statements: {organisations([cell for cell in whole if cell.about not in scores])}",
    ]
    for breakdown in round_.text.breakdowns:
        split = [cell for cell in own if cell.measure == "size" and cell.split == breakdown]
        lines.append(f"split by {breakdown}: {organisations(split)}")
    return lines


def _stored(round_: RoundInfo, cells: Sequence[Cell]) -> Iterator[str]:
    """Look at single responses: whether there may be any, what is told beside them, and how many
    share an organisation and breakdowns."""
    others = round_.text.breakdowns[1:]
    stored = sum(results.numbers(round_.code).values())
    if stored and not round_.responses_kept:
        number = counted(stored, "response is", "responses are")
        yield f"{number} stored: the round keeps none."
    beside = {cell.split for cell in cells} & {*others}
    if stored and beside:
        yield f"Figures by {' and '.join(sorted(beside))} are told beside single responses."
    shared = Counter(
        (reply.organisation, *(reply.answers.get(item) for item in round_.text.breakdowns))
        for reply in results.counted(round_.code).replies
    )
    for kept, sharing in shared.items():
        if sharing < round_.threshold:
            yield (
                f"{counted(sharing, 'response', 'responses')} alone of"
                f" {kept[0] or 'no organisation'} with"
                f" {', '.join(value or 'nothing' for value in kept[1:])}: fewer than"
                f" {round_.threshold}."
            )
