"""A counted round's responses are laid out in columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from portal import prose
from portal.export import blanks
from portal.export.blanks import Blank, Blanks
from portal.reports.counted import Counted, Reply, Tally
from portal.survey import columns, telling
from portal.survey.columns import ORGANISATION, Column
from portal.survey.questionnaire import Questionnaire

__all__ = ["Cell", "Column"]
__all__ += ["bases", "cell", "chosen", "facts", "of_questionnaire", "responses", "withheld"]

Cell: TypeAlias = str | Decimal
"""A text is empty where there is nothing."""

REMARKS = (ORGANISATION, "item", "text")
"""Comments have these columns."""
TALLIES = (ORGANISATION, "item", "label", "options", "option_labels", "percent")
"""Facts have these columns."""
BLANKS: Mapping[Blank, str] = {why: f"blank__{why}" for why in blanks.MEANINGS}
"""The columns that say why others are blank."""
WITHHELD = (ORGANISATION, "organisation_label", "withheld", "label", "why")
"""What was withheld has these columns."""
NOBODY_SAID = "Not answered"
PLACES = Decimal("0.0001")
"""A person's score is written to this many places; it is exact in the database."""


def of_questionnaire(questionnaire: Questionnaire) -> list[Column]:
    """List the columns in the questionnaire's order: no response holds a fact, nor what tells one.
    Raises ``Conflict`` where two would have one name."""
    gone = telling.gone(questionnaire)
    silent = telling.silent(questionnaire, gone)
    every = columns.laid_out(
        (item for id, item in questionnaire.items.items() if id not in gone),
        (score for score in questionnaire.scores if score.id not in silent),
    )
    return [*columns.by_name(every, lambda column: column.name).values()]


def chosen(column: Column, reply: Reply) -> Sequence[str]:
    """Return what was answered, as a list even where only one answer can be given."""
    answer = reply.answers.get(column.name)
    if isinstance(answer, list):
        return answer
    return [] if answer is None else [str(answer)]


def cell(column: Column, reply: Reply) -> Cell:
    """Return what the response has in this column. Several options are their ids with spaces
    between."""
    if column.score:
        return _score(reply.scores.get(column.score.id))
    if not column.item:
        return reply.organisation
    text = " ".join(chosen(column, reply))
    return Decimal(text) if text and column.is_number else text


def facts(questionnaire: Questionnaire, tallies: Iterable[Tally]) -> Iterator[tuple[Cell, ...]]:
    """Return what was tallied, with labels."""
    for organisation, id, options, percent in tallies:
        item = questionnaire.items[id]
        labels = {option.id: prose.label(option.label) for option in item.question.options}
        said = " / ".join(labels.get(option, NOBODY_SAID) for option in options.split())
        yield organisation, id, prose.label(item.label), options, said, Decimal(percent)


def withheld(counted: Counted) -> Iterator[tuple[Cell, ...]]:
    """Return what was withheld, with the names of organisations."""
    names = {code: place.name for code, place in counted.places.items()}
    for organisation, about, label, why in counted.withheld:
        yield organisation, names.get(organisation, ""), about, label, why


def responses(counted: Counted) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return the head and the rows of the responses. The last columns name those that are blank,
    by why they are: no other column has a word in place of a number or an option."""
    every = of_questionnaire(counted.questionnaire)
    head = [*columns.by_name([*(column.name for column in every), *BLANKS.values()], str)]
    return head, _rows(counted, every)


def _rows(counted: Counted, every: Sequence[Column]) -> Iterator[list[Cell]]:
    why_blank = Blanks(counted.questionnaire, every)
    for reply in counted.replies:
        of = why_blank.of(reply)
        named = (" ".join(name for name, why in of.items() if why == each) for each in BLANKS)
        yield [*(cell(column, reply) for column in every), *named]


def _score(exact: str | None) -> Cell:
    if exact is None:
        return ""
    value = Fraction(exact)
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES).normalize()


def bases(counted: Counted, every: Sequence[Column]) -> dict[str, Counter[str]]:
    """Count the responses that have something in each column (``base``), and those that are blank
    there by why they are, by the column's name."""
    why_blank = Blanks(counted.questionnaire, every)
    filled = {key: Counter[str]() for key in ("base", *BLANKS)}
    for reply in counted.replies:
        filled["base"][ORGANISATION] += bool(reply.organisation)
        filled["base"].update(name for name, answer in reply.answers.items() if answer)
        filled["base"].update(f"score_{score}" for score in reply.scores)
        for name, why in why_blank.of(reply).items():
            filled[why][name] += 1
    return {c.name: Counter({key: n[c.name] for key, n in filled.items()}) for c in every}
