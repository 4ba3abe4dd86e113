"""What ready texts say of a round at an organisation, in words."""

from __future__ import annotations

from portal.calendar.london import day_in_words, in_london, london_day
from portal.post.letters import seen_from
from portal.services import audit
from portal.services.actions import telling
from portal.services.letters import outbox, texts
from portal.services.rounds.register import RoundInfo
from portal.services.staff.scope import Employer
from portal.survey import wording
from portal.survey.audience import WORDS

NAMES = (
    *("round", "organisation", "opens", "closes", "closed", "minutes", "floor", "nobody", "say"),
    *("subject", "sender", "said_before", "said"),
)
"""What there can be; what there is nothing of is empty."""


def of_texts(
    round_: RoundInfo, employer: Employer, *, sender: str, site: str, results: bool
) -> dict[str, str]:
    """Return the words for each of ``NAMES``. ``sender``: as whom the installation sends, if known;
    ``site``: the address of the respondents' pages; ``results``: they can be read, and so what is
    done about them."""
    minutes, words = round_.text.minutes, WORDS[round_.audience]
    facts = {
        "round": round_.title,
        "organisation": employer.name,
        "opens": in_london(round_.opens),
        "closes": in_london(round_.closes),
        "closed": day_in_words(london_day(round_.closes)),
        "minutes": audit.counted(minutes, "minute", "minutes"),
        "floor": str(round_.threshold),
        "nobody": words.nobody,
        "sender": sender and seen_from(employer.name, sender),
        "said_before": _address(site, outbox.said_last_year(round_, employer.code)),
        "said": _address(site, telling.path(round_, employer)) if results else "",
    }
    facts["say"] = wording.fill(words.say, facts)
    letter = texts.one(round_.code, "invitation").text.subject
    number = {**facts, "minutes": str(minutes)}
    return {**facts, "subject": wording.fill(letter, number)}


def _address(site: str, path: str) -> str:
    return f"{site}{path}" if path else ""
