"""Rules hold across the keys of a question, and across the blocks of a questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from portal.survey import columns
from portal.survey.audience import WORDS
from portal.survey.columns import LONGEST_NAME, Column, clashes
from portal.survey.file import facts
from portal.survey.file.faults import FaultList, advice, listed, quoted
from portal.survey.file.names import Names
from portal.survey.file.schema import TYPES, FrontMatter, QuestionKeys
from portal.survey.file.schema_faults import Usable, keys_of
from portal.survey.file.yaml_text import Data
from portal.survey.questionnaire import Band, Item, Option, Question, Score

STAND_INS: Mapping[str, Data] = {
    "id": "unread",
    "label": "unread",
    "options": {"unread": "unread", "unseen": "unseen"},
    "rows": {"unread": "unread"},
    "scale": "unread",
}
"""These take the place of keys of a question that cannot be read."""
SURE = {key for model in TYPES.values() for key in keys_of(model)} - STAND_INS.keys() | {"label"}
"""Keys whose faults leave it clear which items there are and what may be chosen."""
NAMING_TYPES = frozenset({"date", "email", "phone"})
"""An anonymous questionnaire may not have these, as they tell who somebody is."""


class FrontRules:
    """It checks the front matter against itself, against what was expected, and against the
    items."""

    def __init__(self, front: Usable[FrontMatter], faults: FaultList) -> None:
        self._keys, self._tree, self._faulty = front.keys, front.tree, front.faulty
        self._faults = faults

    def check_expected(self, expected: tuple[str, str]) -> None:
        """Check the id and the version against those in the file's own path."""
        for key, wanted in zip(("id", "version"), expected, strict=True):
            given = getattr(self._keys, key)
            if key not in self._faulty and given != wanted:
                self._fault((key,), f"`{key}` must be `{wanted}`, as in the file's path")

    def check_scales(self) -> None:
        for scale, options in self._keys.scales.items():
            if len(options) < 2:
                self._fault(("scales", scale), f"scale `{scale}` needs two options or more")

    def check_bands(self, bands: Sequence[Band]) -> None:
        if "bands" in self._faulty:
            return
        if bands and bands[0].lowest != 0:
            first = bands[0].colour
            self._fault(("bands", first), f"the first band, `{first}`, must have `lowest: 0`")
        for lower, band in pairwise(bands):
            if band.lowest <= lower.lowest:
                self._fault(
                    ("bands", band.colour),
                    f"band `{band.colour}` must start above `{lower.colour}`; order them upwards",
                )

    def check_audience(self) -> None:
        kind, asked = self._keys.kind, self._keys.asked
        named = kind == "return"
        if self._faulty & {"kind", "audience"} or named == (asked == "organisation"):
            return
        right = "write `staff`, `people` or `leavers`, or `kind: return`"
        if named:
            right = "leave `audience` out, or write `organisation`"
        message = f"`kind: {kind}` does not go with `audience: {asked}`; {right}"
        self._fault(("audience",), message)

    def check_show_scores(self) -> None:
        if "show_scores" in self._tree.data and self._keys.kind == "return":
            self._fault(("show_scores",), "a return shows nobody scores; leave `show_scores` out")

    def check_breakdowns(self, names: Names) -> None:
        seen: set[str] = set()
        for index, name in enumerate(self._keys.breakdowns):
            path = ("breakdowns", index)
            item = names.item(name, self._tree.line(*path), "`breakdowns`")
            if item and item.question.type != "choice":
                self._fault(path, f"`{name}` cannot split results; name a `choice` question")
            if name in seen:
                self._fault(path, f"`{name}` stands twice in `breakdowns`; name it once")
            seen.add(name)

    def check_score(self, score: Score, names: Names) -> None:
        base = ("scores", score.id)
        if score.standard and not WORDS[self._keys.asked].standards:
            right = "leave `standard` out for `people`"
            self._fault((*base, "standard"), f"the standards are those for employers; {right}")
        if not score.items:
            self._fault(base, f"score `{score.id}` has no items; name one or more")
        for index, name in enumerate(score.items):
            path = (*base, "items", index)
            item = names.item(name, self._tree.line(*path), f"score `{score.id}`")
            if item and (message := _unscored(item)):
                self._fault(path, message)
            if name in score.items[:index]:
                self._fault(path, f"`{name}` stands twice in score `{score.id}`; name it once")
        for index, name in enumerate(self._keys.scores[score.id].reversed):
            if name not in score.items:
                right = advice(name, score.items, "add it there")
                message = f"{quoted(name)} is reversed but not under `items`; {right}"
                self._fault((*base, "reversed", index), message)

    def check_columns(self, scores: Sequence[Score], names: Names) -> None:
        """Check that no export would give one name to two things; of these the later is at
        fault."""

        def line(column: Column) -> int:
            if column.score:
                return self._tree.line("scores", column.score.id)
            return names.line_of(column.item.id) if column.item else 0

        for name, takers in clashes(columns.laid_out(names.met.values(), scores)):
            first, *_, last = sorted(takers, key=line)
            whose = f"{last} the name {quoted(name)}, which is that of {first} already"
            if first is last:
                whose = f"two options of {last} the name {quoted(name)}"
            remedy = "write shorter ids" if len(name) == LONGEST_NAME else "choose another id"
            self._faults.demand(line(last), f"exports would give {whose}; {remedy}")

    def _fault(self, path: tuple[str | int, ...], message: str) -> None:
        self._faults.add(self._tree.line(*path), message)


def _unscored(item: Item) -> str | None:
    question = item.question
    if question.type not in ("choice", "grid"):
        return f"`{item.id}` is a `{question.type}`; only a `choice` or a row of a `grid` is scored"
    if question.options and sum(option.points is not None for option in question.options) < 2:
        source = f"scale `{question.scale}`" if question.scale else f"`{item.id}`"
        return f"{source} has no points to score; give `points` to two options or more"
    return None


class QuestionRules:
    """It checks one question against itself and the front matter (None where that cannot be
    read)."""

    def __init__(
        self, block: Usable[QuestionKeys], front: Usable[FrontMatter] | None, faults: FaultList
    ) -> None:
        self._tree, self._faulty = block.tree, block.faulty
        self._sure = block.faulty <= SURE
        self._front = front
        self._faults = faults

    def check(self, question: Question) -> None:
        self._check_options(question)
        self._check_scale(question.scale)
        self._check_bounds(question)
        if question.type in ("grid", "numbers") and not (question.rows or "rows" in self._faulty):
            self._fault("rows", "`rows` is empty; write a row or more")
        if self._front:
            self._check_front(question, self._front)
            self._check_fact(question, self._front)

    def _check_options(self, question: Question) -> None:
        kind, written = question.type, {"options", "scale"} & set(self._tree.data)
        if kind not in ("choice", "choices"):
            return
        if self._sure and kind == "choice" and len(written) != 1:
            self._fault("options", "a `choice` takes `options` or a `scale`; write one of them")
        elif self._sure and "options" in written and len(question.options) < 2:
            self._fault("options", f"`{question.id}` needs two options or more")
        self._check_labels(question.options)

    def _check_labels(self, options: Sequence[Option]) -> None:
        labels: dict[str, str] = {}
        for option in options:
            first = labels.setdefault(option.label, option.id)
            if first != option.id and "options" in self._tree.data:
                self._fault(
                    "options",
                    f"`{first}` and `{option.id}` have the same label; change one",
                    option.id,
                )

    def _check_scale(self, scale: str | None) -> None:
        front = self._front
        if "scale" in self._faulty or not front or "scales" in front.faulty:
            return
        if scale and scale not in front.keys.scales:
            known = f"under `scales` are {listed(front.keys.scales) or 'none'}"
            right = advice(scale, front.keys.scales, known)
            self._fault("scale", f"{quoted(scale)} is no scale; {right}")

    def _check_bounds(self, question: Question) -> None:
        for least, greatest in (
            (question.least, question.greatest),
            (question.earliest, question.latest),
        ):
            if least is not None and greatest is not None and least > greatest:  # type: ignore[operator]
                self._fault("max", "`max` is below `min`; exchange them")
        if question.most and self._sure and question.most > len(question.options):
            self._fault(
                "most", f"`most` must be at most {len(question.options)}, as many as options"
            )

    def _check_front(self, question: Question, front: Usable[FrontMatter]) -> None:
        if front.keys.kind == "anonymous" and question.type in NAMING_TYPES:
            self._fault(
                "type", f"an anonymous questionnaire takes no `{question.type}`; leave it out"
            )
        score, scores = question.score, front.keys.scores
        if score and "scores" not in front.faulty and score not in scores:
            known = f"under `scores` are {listed(scores) or 'none'}"
            right = advice(score, scores, known)
            self._fault("score", f"{quoted(score)} is no score; {right}")
        if question.same_as == front.keys.version:
            self._fault("same_as", _OWN_VERSION)
        for row in question.rows:
            if row.same_as == front.keys.version:
                self._fault("rows", _OWN_VERSION, row.id, "same_as")

    def _check_fact(self, question: Question, front: Usable[FrontMatter]) -> None:
        if not self._sure or "fact" in self._faulty or front.faulty & {"kind", "breakdowns"}:
            return
        if unsaid := facts.unsaid(question, front.keys):
            self._faults.demand(self._tree.line("type"), unsaid)
        elif wrong := facts.wrong(question, front.keys):
            self._fault("fact", wrong)

    def _fault(self, key: str, message: str, *below: str) -> None:
        self._faults.add(self._tree.line(key, *below), message)


_OWN_VERSION = "`same_as` names this very version; name the earlier one"
