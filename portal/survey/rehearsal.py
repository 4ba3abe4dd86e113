"""A rehearsal goes through a questionnaire as somebody who answers does, with nothing stored.

The answers so far travel in the address of each page, as text that this module makes and reads.
"""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.errors import Refused
from portal.survey import answers as form
from portal.survey import conditions
from portal.survey.conditions import Answer, Answers
from portal.survey.questionnaire import Questionnaire
from portal.survey.route import Route, walk
from portal.survey.wording import piped_answers, said, stand_ins

LONGEST = 2500
"""Addresses of this many characters are surely taken by every server and browser on the way."""
_UNPACKED = 200_000
_LONE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which no text that is sent can hold, look like this."""
DAMAGED = "This address of a preview is damaged; begin again from the questionnaire's page."


@dataclass(frozen=True)
class Rehearsal:
    """``answers`` are checked: a page can have sent them."""

    questionnaire: Questionnaire
    answers: Answers

    @cached_property
    def route(self) -> Route:
        return walk(self.questionnaire, self.answers)

    @property
    def words(self) -> Mapping[str, str]:
        """Say what pipes stand for: the answers, given or not, and words in brackets for all
        else."""
        items, answers = self.questionnaire.items, self.route.answers
        given = {
            f"answer:{name}": said(items[name], answers)
            for name in piped_answers(self.questionnaire)
        }
        return stand_ins(self.questionnaire) | given

    def packed(self) -> str:
        """Pack all that is shown if it fits into an address, else what other pages depend on."""
        whole = _pack(self.route.answers)
        if len(whole) <= LONGEST:
            return whole
        needed = _depended_on(self.questionnaire)
        items = (item for name, item in self.questionnaire.items.items() if name in needed)
        keys = {key for item in items for key in item.keys}
        return _pack({key: a for key, a in self.route.answers.items() if key in keys})


def begin(questionnaire: Questionnaire) -> Rehearsal:
    return Rehearsal(questionnaire, {})


def resume(questionnaire: Questionnaire, packed: str) -> Rehearsal:
    """Take up what ``Rehearsal.packed`` made, each page read as if it were sent again.

    Raises ``Refused`` for any other text.
    """
    given = _unpack(packed)
    answers: Answers = {}
    try:
        for page in questionnaire.pages:
            fields = form.shown_as(questionnaire.by_page[page.id], given)
            reading = form.read(questionnaire, page, fields, answers)
            if reading.faults:
                raise Refused(DAMAGED)
            answers = reading.answers
    except (ValueError, IndexError) as error:  # a day that is none
        raise Refused(DAMAGED) from error
    return Rehearsal(questionnaire, answers)


def _pack(answers: Answers) -> str:
    text = json.dumps(dict(answers), ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def _unpack(packed: str) -> dict[str, Answer]:
    if not packed:
        return {}
    try:
        data = urlsafe_b64decode(packed[: 2 * LONGEST] + "=" * (-len(packed) % 4))
        answers = json.loads(zlib.decompressobj().decompress(data, _UNPACKED))
    except (ValueError, zlib.error, RecursionError) as error:
        raise Refused(DAMAGED) from error
    if not isinstance(answers, dict) or not all(map(_is_answer, answers.values())):
        raise Refused(DAMAGED)
    return answers


def _is_answer(value: object) -> bool:
    parts = value if isinstance(value, list) else [value]
    return all(isinstance(part, str) and not _LONE.search(part) for part in parts)


def _depended_on(questionnaire: Questionnaire) -> set[str]:
    """List the items that conditions, checks and pipes look at."""
    ids = set(piped_answers(questionnaire))
    for page in questionnaire.pages:
        ids.update(conditions.names(page.show_if))
        ids.update(check.other for check in page.checks if isinstance(check.other, str))
        for question in page.questions:
            ids.update(conditions.names(question.show_if))
            for row in question.rows:
                ids.update(conditions.names(row.show_if))
    return ids
