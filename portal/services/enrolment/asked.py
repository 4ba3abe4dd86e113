"""The same question about many is asked once for all of them first, and one by one where somebody
wishes so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.tabular.asking import Answers, Question

FEW = 5
"""More questions of a kind are asked together first."""
_EACH = "each"


@dataclass(frozen=True, slots=True)
class Asked:
    """Hold one question about each of several, by whom it is about, and one about ``all`` of them
    whose answers fit each."""

    all: Question
    single: Mapping[str, Question]

    def questions(self, given: Answers) -> Sequence[Question]:
        if len(self.single) <= FEW:
            return [*self.single.values()]
        ways = (*self.all.choices, (_EACH, "I decide one by one"))
        all_ = self.all._replace(choices=ways)
        return [all_, *(self.single.values() if given.get(all_.key) == _EACH else ())]

    def answer(self, whom: str, given: Answers) -> str:
        """Return what was chosen for one of them; nothing where that is open, or was not asked."""
        if whom not in self.single:
            return ""
        if len(self.single) > FEW and (answer := self.all.answer(given)):
            return answer
        return self.single[whom].answer(given)
