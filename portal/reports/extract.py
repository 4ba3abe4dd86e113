"""What one group of an organisation, such as children's services, is told by itself, on two pages.
Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.disclosure.figures import WHOLE
from portal.reports import extremes, splits, verdicts, words
from portal.reports.edition import CAREFUL, Edition
from portal.reports.extremes import Statement
from portal.reports.splits import Group, Row
from portal.survey.wording import filled


@dataclass(frozen=True, slots=True)
class Standout:
    """A statement in which the group is strongest, or weakest. ``whole`` and ``nation``: how many
    agree in all of the organisation and in England."""

    text: str
    own: str
    whole: str
    nation: str


@dataclass(frozen=True, slots=True)
class Extract:
    """``rows`` have one mark each, the group's."""

    edition: Edition
    group: Group
    cautions: tuple[str, ...]
    rows: tuple[Row, ...]
    strongest: tuple[Standout, ...]
    weakest: tuple[Standout, ...]


def extract(edition: Edition, split: str, number: int) -> Extract | None:
    """Make the extract of a group that is shown; None where it is not."""
    groups = splits.groups(edition, split)
    group = next((each for each in groups if each.number == number), None)
    if group is None:
        return None
    ends = extremes.extremes(edition.of_group(split, group.size.group))
    return Extract(
        edition=edition,
        group=group,
        cautions=tuple(_cautions(edition, group)),
        rows=tuple(
            splits.row(edition, score, groups, group) for score in edition.questionnaire.scores
        ),
        strongest=tuple(_standout(edition, each) for each in ends.strengths),
        weakest=tuple(_standout(edition, each) for each in ends.to_improve),
    )


def _cautions(edition: Edition, group: Group) -> Iterator[str]:
    """Say with what care a group's figures are to be read."""
    people = group.size.invited
    if people < WHOLE:
        yield (
            f"{group.about[0].upper()}{group.about[1:]} of this group answered. Scores are given to"
            " the nearest 5 and their ends are not shown, so that nobody's answer can be worked"
            " out. Use them to start a conversation, not to rank."
        )
    elif people < CAREFUL:
        others = max(edition.invited - people, 1)
        least = verdicts.needed(words.typical_spread(edition), people, others)
        yield (
            "Read these figures with care: fewer than 50 people of this group answered. One person"
            f" is about {(200 + people) // (2 * people)} per cent, and only a difference of {least}"
            " or more from the rest can be told from chance."
        )


def _standout(edition: Edition, statement: Statement) -> Standout:
    return Standout(
        text=filled(statement.item.label, {"organisation": edition.name, "round": edition.title}),
        own=statement.agreeing,
        whole=words.share(edition.own(statement.item.id, "agree")),
        nation=words.share(statement.nation),
    )
