"""A person's sitting is a draft in hand, with the way that its answers lead along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from portal.calendar.london import day_and_month, in_london
from portal.errors import AlreadySubmitted, Conflict, DraftGone, NotFound
from portal.services.answering import drafts
from portal.services.answering.drafts import Held, Secrets
from portal.services.questionnaires import frozen
from portal.survey import answers as form
from portal.survey import merging
from portal.survey.conditions import Answers
from portal.survey.questionnaire import Page, Questionnaire
from portal.survey.route import Route, answers_of, walk
from portal.survey.transcript import Section, transcript
from portal.survey.wording import filled, piped_answers, said


class OffRoute(Conflict):
    """The page cannot be shown now; the person belongs on ``Sitting.next_page``."""


@dataclass(frozen=True)
class Sitting:
    """A draft in hand, with the way that its answers lead along."""

    held: Held
    questionnaire: Questionnaire
    walked: Route | None = None
    """The route, where these answers have been led along it already."""

    @property
    def answers(self) -> Answers:
        """All that the draft holds, hidden ones too."""
        return self.held.envelope.answers

    @cached_property
    def route(self) -> Route:
        return self.walked or walk(self.questionnaire, self.held.envelope.answers)

    @cached_property
    def said(self) -> Mapping[str, str]:
        """Say in words the answers that the questionnaire pipes into later texts."""
        return {
            item: said(self.questionnaire.items[item], self.route.answers, self.pipes)
            for item in piped_answers(self.questionnaire)
        }

    def piped(self, label: str) -> str:
        """A label as plain text, with what ``{{…}}`` stands for."""
        return filled(label, self.words)

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Say what every ``{{…}}`` stands for, answers too."""
        return {**self.pipes, **{f"answer:{item}": text for item, text in self.said.items()}}

    @cached_property
    def pipes(self) -> Mapping[str, str]:
        """Say what ``{{…}}`` stands for in prose and labels, beside answers."""
        return {
            "organisation": self.held.envelope.organisation_name,
            "round": self.held.round.title,
            "closes": in_london(self.held.round.closes),
        }

    def done_with(self, page: Page) -> bool:
        """Say whether the page was saved, and lacks nothing that it asks for now."""
        return page.id in self.held.envelope.saved and not form.missing_on(
            self.questionnaire.by_page[page.id], self.route
        )

    def state(self, page: Page) -> str:
        """Say how far a page of a return is: “Completed”, “In progress” or “Not started”."""
        if self.done_with(page):
            return "Completed"
        items = self.questionnaire.by_page[page.id]
        begun = any(answers_of(item, self.answers) for item in items)
        return "In progress" if begun else "Not started"

    @property
    def next_page(self) -> Page | None:
        """The first page on the route that is not done with."""
        return next((page for page in self.route.pages if not self.done_with(page)), None)

    @property
    def shared(self) -> bool:
        """Say whether it is a return, which several people fill in, in any order, and may
        correct."""
        return self.questionnaire.named

    @property
    def submitted_on(self) -> str:
        """Say on which day a return was last submitted: “3 March”; empty if it never was."""
        was = self.held.envelope.submitted
        return day_and_month(was.on) if was else ""

    @cached_property
    def changed(self) -> bool:
        """Say whether a return would be another than the one that was submitted: what is hidden by
        now does not count, and what was changed back has not changed."""
        was = self.held.envelope.submitted
        return was is not None and was.mark != mark(form.final(self.questionnaire, self.answers))

    def page(self, page_id: str) -> Page:
        """A page that the person may see now.

        Raises ``NotFound`` for a page of no questionnaire, ``OffRoute`` for one that does not
        lie on the person's own way, or not yet.
        """
        if page_id not in self.questionnaire.page_by_id:
            raise NotFound("There is no such page in this survey.")
        for page in self.route.pages:
            if page.id == page_id:
                return page
            if not self.shared and not self.done_with(page):
                break
        raise OffRoute("You do not need that page, or not yet.")

    def seen(self, page: Page, of_page: merging.Stamps | None = None) -> str:
        """Stamp a page as it is shown with what is stored, but for the stamps ``of_page``."""
        items = self.questionnaire.by_page[page.id]
        return merging.seen(items, self.answers, self.route.shown, of_page)


def take(round_code: str, code: bytes | None, now: datetime, keys: Secrets) -> Sitting:
    """Take up the draft under a code. Raises as ``drafts.fetch`` does; a return's draft is never
    gone by having been submitted, only with its link."""
    try:
        held = drafts.fetch(round_code, code, now, keys)
    except (AlreadySubmitted, DraftGone) as error:
        if frozen.of_round(round_code).named:
            raise NotFound("This link has been replaced: open the newest one.") from error
        raise
    return Sitting(held, frozen.load(held.round.questionnaire_id))


def mark(final: Answers) -> str:
    """Stamp a whole return."""
    return merging.stamp(final)


def submitted(taken: Sitting) -> tuple[Section, ...]:
    """Write down what was submitted of a return, page by page. Raises ``NotFound`` if nothing was,
    or its draft had no room for the text."""
    was = taken.held.envelope.submitted
    if was is None or was.answers is None:
        raise NotFound("There is nothing here that was submitted and can be read.")
    return transcript(taken.questionnaire, was.answers, taken.pipes)


def summary(taken: Sitting) -> tuple[Section, ...]:
    """Write down what would be sealed now, page by page."""
    answers = form.final(taken.questionnaire, taken.answers)
    return transcript(taken.questionnaire, answers, taken.pipes)
