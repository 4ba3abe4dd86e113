"""What one group of an organisation, such as children's services, is told by itself, on two pages.
Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.disclosure.figures import WHOLE
from portal.reports import splits, verdicts, words
from portal.reports.edition import CAREFUL, Edition
from portal.reports.splits import Group, Row
from portal.survey.wording import filled

MOST = 3
"""So many statements are its strongest, and so many its weakest."""


@dataclass(frozen=True, slots=True)
class Standout:
    """A statement that most agree with, or fewest. ``problem``: whoever agrees has a problem.
    ``whole`` and ``nation``: how many agree in all of the organisation and in England."""

    text: str
    problem: bool
    own: str
    whole: str
    nation: str
    rank: int


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
    ranked = sorted(_standouts(edition, group), key=lambda each: -each.rank)
    most = min(MOST, len(ranked) // 2)
    return Extract(
        edition=edition,
        group=group,
        cautions=tuple(_cautions(edition, group)),
        rows=tuple(
            splits.row(edition, score, groups, group) for score in edition.questionnaire.scores
        ),
        strongest=tuple(ranked[:most]),
        weakest=tuple(reversed(ranked[len(ranked) - most :])),
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


def _standouts(edition: Edition, group: Group) -> Iterator[Standout]:
    """Rank the statements of the scores by how many agree, or where that is told in tenths alone,
    by their scores; of those that tell of problems, by how few agree."""
    split, options = group.split, group.size.group
    reversed_ = frozenset[str]().union(*(s.reversed for s in edition.questionnaire.scores))
    scored = {id for score in edition.questionnaire.scores for id in score.items}
    for id, item in edition.questionnaire.items.items():
        own = edition.own(id, "agree", split=split, group=options)
        score = edition.own(id, split=split, group=options)
        if id in scored and own and score:
            problem = id in reversed_
            agree = 100 - own.figure.value if problem else own.figure.value
            yield Standout(
                text=filled(item.label, {"organisation": edition.name, "round": edition.title}),
                problem=problem,
                own=words.agreeing(own),
                whole=words.share(edition.own(id, "agree")),
                nation=words.share(edition.beside("nation", id, "agree")),
                rank=agree if group.size.invited >= WHOLE else score.figure.value,
            )
