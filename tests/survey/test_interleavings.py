"""Tabs and people at one page, in any order, over a network that loses and repeats.

Every tab is a model of a browser at the page: what it shows, what its stamps say, what it has sent
without an answer. The draft is the real reading and merging. After every step two things hold:
no answer has been changed by a tab in which nobody entered it over what that tab had shown or sent;
and what a page calls saved is stored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import example, given, settings
from hypothesis import strategies as st

from portal.survey import answers as form
from portal.survey import merging
from portal.survey.conditions import Answers
from portal.survey.questionnaire import Page, Questionnaire
from portal.survey.route import answers_of, walk
from tests.survey.factories import page, parsed, question

KINDS = {"anonymous": "fact: false", "return": ""}
OF_KIND = {
    kind: parsed(
        page(
            question("id: one\ntype: text\nlabel: One"),
            question(f"id: two\ntype: choice\nlabel: Two\noptions: {{x: X, y: Y}}\n{said}"),
            question(f"id: three\ntype: number\nlabel: Three\nshow_if: {{two: y}}\n{said}"),
        ),
        kind=kind,
    )
    for kind, said in KINDS.items()
}
ENTERED = {
    "one": ("", "p", "q" * 3),
    "two": ("", "x", "y"),
    "three": ("", "1", "2", "no number"),
}


@dataclass
class Draft:
    questionnaire: Questionnaire
    answers: Answers = field(default_factory=dict)

    @property
    def page(self) -> Page:
        return self.questionnaire.pages[0]

    @property
    def items(self) -> tuple[form.Item, ...]:
        return self.questionnaire.by_page[self.page.id]

    @property
    def shown(self) -> frozenset[str]:
        return walk(self.questionnaire, self.answers).shown


@dataclass
class Tab:
    """``fields`` stand in the page; ``known`` are the values of each item that this tab has been
    shown or has sent; ``touched`` are items that somebody entered here and that are not
    acknowledged yet."""

    draft: Draft
    scripts: bool
    fields: dict[str, str] = field(default_factory=dict)
    seen: str = ""
    unsure: list[dict[str, str]] = field(default_factory=list)
    known: dict[str, set[str]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def open(self) -> None:
        """Load the page again: what was not acknowledged is given up on purpose."""
        self.touched, self.unsure = set(), []
        self._show(
            self.draft.shown, merging.seen(self.draft.items, self.draft.answers, self.draft.shown)
        )

    def enter(self, item: str, value: str) -> None:
        if item in self.fields:
            self.fields[item] = value
            self.touched.add(item)

    def send(self, *, arrives: bool, answered: bool, twice: bool) -> None:
        if not self.seen:
            return
        sent = dict(self.fields)
        for _ in range(1 + twice if arrives else 0):
            reading = self._arrive(sent)
        if arrives and answered:
            self._hear(sent, reading)
        elif self.scripts:
            self.unsure.append(sent)
            self._has_sent(sent)

    def _arrive(self, sent: dict[str, str]) -> form.Reading:
        draft = self.draft
        before = {item.id: answers_of(item, draft.answers) for item in draft.items}
        reading = form.read(
            draft.questionnaire,
            draft.page,
            _posted(sent),
            draft.answers,
            None,
            self.seen,
            [_posted(each) for each in self.unsure],
        )
        draft.answers = reading.answers
        for item in draft.items:
            if answers_of(item, draft.answers) != before[item.id]:
                was = str(before[item.id].get(item.id, ""))
                assert item.id in self.touched, f"{item.id} was changed by a tab that left it alone"
                assert was in self.known[item.id], f"{item.id} was changed over {was!r}, never seen"
        self._has_sent(sent)
        return reading

    def _has_sent(self, sent: dict[str, str]) -> None:
        for item in self.touched:
            self.known.setdefault(item, set()).add(sent.get(item, ""))

    def _hear(self, sent: dict[str, str], reading: form.Reading) -> None:
        draft = self.draft
        faulty = {item.id for item in draft.items if item.field in reading.faults}
        for item in self.touched - faulty - reading.clashing:
            if item in sent and not (item in reading.outdated and self._left(item, sent)):
                assert str(draft.answers.get(item, "")) == sent[item], f"{item} is not saved"
        self.touched &= faulty | reading.clashing
        self.unsure = []
        if self.scripts:
            self._swap(reading)
        else:
            self._come_back(sent, reading, faulty)

    def _left(self, item: str, sent: dict[str, str]) -> bool:
        """Whether the item was sent as it was shown, and never otherwise."""
        shown = merging.parse(self.draft.items, self.seen).get(item)
        return all(_stamp(item, form) == shown for form in (sent, *self.unsure))

    def _swap(self, reading: form.Reading) -> None:
        """A page that saves itself gets what came up or went, and its stamps."""
        draft, shown = self.draft, reading.route.shown
        for item in draft.items:
            if item.id in shown and item.id not in self.fields:
                self.fields[item.id] = str(draft.answers.get(item.id, ""))
                self.known.setdefault(item.id, set()).add(self.fields[item.id])
            elif item.id not in shown:
                self.fields.pop(item.id, None)
        self.seen = merging.seen(draft.items, draft.answers, shown, reading.stamps)

    def _come_back(self, sent: dict[str, str], reading: form.Reading, faulty: set[str]) -> None:
        """Without scripts the page comes back whole, with what was posted where it was not kept;
        what clashed has been told, and is the person's to decide."""
        draft = self.draft
        marks = {item: mark for item, mark in reading.stamps_before.items() if item in faulty}
        self._show(
            draft.shown, merging.seen(draft.items, draft.answers, draft.shown, marks), keep=faulty
        )
        for item in faulty | reading.clashing:
            if item in self.fields:
                self.fields[item] = sent.get(item, "")

    def _show(self, shown: frozenset[str], seen: str, keep: set[str] = frozenset()) -> None:  # type: ignore[assignment]
        answers = self.draft.answers
        self.seen = seen
        self.fields = {item: str(answers.get(item, "")) for item in ENTERED if item in shown}
        for item, value in self.fields.items():
            if item not in keep:
                self.known.setdefault(item, set()).add(value)


def _stamp(item: str, sent: dict[str, str]) -> str:
    return merging.stamp({item: sent[item]} if sent.get(item) else {})


def _posted(sent: dict[str, str]) -> form.Fields:
    return {f"q_{item}": [value] for item, value in sent.items() if value or item != "two"}


Step = Callable[[list[Tab]], None]


def _enter(tab: int, item: str, value: int) -> Step:
    return lambda tabs: tabs[tab].enter(item, ENTERED[item][value % len(ENTERED[item])])


def _send(tab: int, arrives: bool, answered: bool, twice: bool) -> Step:
    return lambda tabs: tabs[tab].send(arrives=arrives, answered=answered, twice=twice)


LOST_THEN_CLEARED = [
    _enter(0, "two", 1),
    _enter(2, "two", 1),
    _send(2, arrives=True, answered=True, twice=False),
    _send(0, arrives=False, answered=False, twice=False),
    _enter(0, "two", 0),
    _send(0, arrives=True, answered=True, twice=False),
]
"""What a tab has sent it knows, whether or not it arrived: another one may have said the same."""
which = st.integers(0, 2)
steps = st.one_of(
    st.builds(_enter, which, st.sampled_from(sorted(ENTERED)), st.integers(0, 3)),
    st.builds(_enter, which, st.sampled_from(sorted(ENTERED)), st.integers(0, 3)),
    st.builds(_send, which, st.booleans(), st.booleans(), st.booleans()),
    st.builds(_send, which, st.just(True), st.just(True), st.just(False)),
    st.builds(lambda tab: lambda tabs: tabs[tab].open(), which),
)


@settings(max_examples=2000)
@example("anonymous", (True, False, False), LOST_THEN_CLEARED)
@given(
    st.sampled_from(tuple(KINDS)),
    st.tuples(st.booleans(), st.booleans(), st.booleans()),
    st.lists(steps, max_size=14),
)
def test_nothing_acknowledged_is_lost_that_nobody_changed_on_purpose(
    kind: str, scripts: tuple[bool, bool, bool], doing: list[Step]
) -> None:
    draft = Draft(OF_KIND[kind])
    tabs = [Tab(draft, scripts=each) for each in scripts]
    for tab in tabs:
        tab.open()
    for step in doing:
        step(tabs)
