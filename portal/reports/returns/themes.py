"""Texts that two people have coded into themes are answers to choose from. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.disclosure.levels import FEWEST
from portal.reports.returns.polls import Poll
from portal.reports.returns.submitted import THE_ORGANISATION, title
from portal.reports.told import asked, options
from portal.survey.questionnaire import Questionnaire

OTHER = "Other"
WHO = "Base: the {} organisations that wrote something. Two people coded what they wrote."
"""Says who is in the base."""


@dataclass(frozen=True, slots=True)
class Coded:
    """How texts are coded in the end. ``key``: of their answers; ``themes``: ids and names;
    ``chosen``: the themes of each organisation's text."""

    key: str
    themes: Sequence[tuple[str, str]]
    chosen: Mapping[str, frozenset[str]]


def heading(questionnaire: Questionnaire, key: str) -> str:
    """Return in full what was answered in these texts: a question, or an option that asks for
    more."""
    item = questionnaire.items[key.removesuffix("__other")]
    parts = [title(questionnaire, item.question)]
    if item.row:
        parts += [asked(questionnaire, item, THE_ORGANISATION)]
    if key != item.id:
        parts += [
            options(questionnaire, item.id, [o.id]) for o in item.question.options if o.specify
        ]
    return " ".join(parts)


def poll(questionnaire: Questionnaire, coded: Coded, *, public: bool) -> Poll:
    """Return a coding as a question with several answers, the theme of most texts first. To the
    public, themes of few organisations are one."""
    told = together(coded) if public else coded
    counts = {id: sum(id in own for own in told.chosen.values()) for id, _ in told.themes}
    order = sorted(told.themes, key=lambda theme: (theme[1] == OTHER, -counts[theme[0]]))
    full = f"{heading(questionnaire, coded.key)} Themes"
    who = WHO.format(f"{len(coded.chosen):,}")
    return Poll(f"themes_{coded.key}", full, order, told.chosen, several=True, who=who)


def together(coded: Coded) -> Coded:
    """Put themes of fewer than four organisations together as “Other”, with the next smallest if
    those are still too few. One that nobody wrote of is left out."""

    def size(ids: Sequence[str]) -> int:
        return sum(not own.isdisjoint(ids) for own in coded.chosen.values())

    names = dict(coded.themes)
    told = [id for id in names if size([id]) >= FEWEST and names[id].casefold() != OTHER.casefold()]
    apart = sorted(told, key=lambda id: size([id]))
    few = [id for id in names if id not in apart]
    while apart and 0 < size(few) < FEWEST:
        few.append(apart.pop(0))
    chosen = {
        organisation: own.difference(few) | ({OTHER} if not own.isdisjoint(few) else set())
        for organisation, own in coded.chosen.items()
    }
    kept = [(id, name) for id, name in coded.themes if id in apart]
    others = [(OTHER, OTHER)] if size(few) >= FEWEST else []
    return Coded(coded.key, [*kept, *others], chosen)
