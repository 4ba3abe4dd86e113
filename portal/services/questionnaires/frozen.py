"""Rounds freeze their questionnaires: the text is kept, whatever becomes of the file."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from portal.errors import NotFound, RoundPaused
from portal.store.library import Frozen
from portal.store.rounds import Round
from portal.survey.file.parsing import parse
from portal.survey.questionnaire import Questionnaire

NONE_YET = parse("""---
id: none_yet
version: "0"
title: A questionnaire to be chosen
kind: anonymous
minutes: 1
---

# To be chosen {#none}

No questionnaire has been chosen for this round yet.

```question
id: none
type: words
label: No question yet
count: 1
```
""")
"""It stands in a draft for the questionnaire that nobody has chosen yet."""
CHANGED = (
    "Its questionnaire is not as it was when the survey opened, so it is not shown. What you have"
    " saved is safe. Please try again later."
)


def keep(questionnaire: Questionnaire) -> None:
    """Keep the text for as long as rounds need it."""
    Frozen.insert(
        sha256=questionnaire.sha256, text=questionnaire.source
    ).on_conflict_ignore().execute()


def of_round(round_code: str) -> Questionnaire:
    """Load the questionnaire that a round has frozen. Raises ``NotFound``."""
    row = Round.get_or_none(Round.code == round_code)
    if row is None:
        raise NotFound(f"There is no round {round_code}.")
    return load(row.questionnaire_id)


@lru_cache(maxsize=64)
def load(sha256: str) -> Questionnaire:
    """Load a questionnaire by the hash of its text, parsed once for each process. Raises
    ``NotFound``, and ``RoundPaused`` for a text that does not have this hash."""
    row = Frozen.get_or_none(Frozen.sha256 == sha256)
    if row is None:
        raise NotFound("The round's questionnaire is missing from the database.")
    if not _has_hash(row.text, sha256):
        raise RoundPaused(CHANGED)
    return parse(row.text, kept=True)


def intact(sha256: str) -> bool:
    """Say whether the text is there now as it was frozen, whatever this process keeps of it."""
    row = Frozen.get_or_none(Frozen.sha256 == sha256)
    return row is not None and _has_hash(row.text, sha256)


def _has_hash(text: str, sha256: str) -> bool:
    return hashlib.sha256(text.encode()).hexdigest() == sha256
