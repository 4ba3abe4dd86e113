"""The certificate of a counted round, as a document of one page: what was asked of whom, how many
answered, what is told of it, what was destroyed and when, and who can check that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

FEWEST = 4
"""Of fewer organisations together nothing is told: it would be told of each, to whoever asks."""
ROOM = 1400
"""Names of so many characters together fit on the page; of more there is only the number."""
LISTED_ELSEWHERE = "Their names stand on the round’s page."


@dataclass(frozen=True, slots=True)
class Told:
    """It counts organisations by what is told of them: in whole numbers, to the nearest five,
    nothing."""

    whole: int
    rough: int
    nothing: int


@dataclass(frozen=True, slots=True)
class Counted:
    """These are the facts of a counted round, moments, days and numbers in words. ``told``: none
    where nothing is told by numbers of people; ``kept_until``: the last day of the results,
    ``gone``: it is over; ``kept``: there were enough answers to be kept."""

    title: str
    code: str
    named: bool
    opened: str
    closed: str
    counted: str
    keys_destroyed: str
    kept_until: str
    gone: bool
    questionnaire: str
    fingerprint: str
    organisations: tuple[str, ...]
    submitted: str
    rate: str
    threshold: int
    told: Told | None
    kept: bool
    responses_kept: bool
    set_aside: int
    reason: str


@dataclass(frozen=True, slots=True)
class Part:
    """``lines`` are terms, each with what is said of it."""

    title: str
    lines: tuple[tuple[str, str], ...]


def parts(of: Counted) -> tuple[Part, ...]:
    """Put the certificate in words."""
    return (
        Part("The round", tuple(_round(of))),
        Part("Answers", tuple(_answers(of))),
        Part("Destroyed", tuple(_destroyed(of))),
        Part("How to check it", tuple(_checks(of))),
    )


def _round(of: Counted) -> Iterator[tuple[str, str]]:
    yield "Open", f"From {of.opened} until {of.closed}, London time"
    yield "Questionnaire", of.questionnaire
    yield "Its fingerprint (SHA-256)", of.fingerprint
    names = "; ".join(of.organisations)
    listed = f": {names}" if len(names) <= ROOM else f". {LISTED_ELSEWHERE}"
    yield "Organisations", f"{len(of.organisations):,}{listed}"


def _answers(of: Counted) -> Iterator[tuple[str, str]]:
    yield "Counted", of.counted
    if of.named:
        yield "Returns submitted", of.submitted or "None"
    elif len(of.organisations) < FEWEST:
        yield (
            "Submitted",
            f"On the round’s page only, as fewer than {FEWEST} organisations took part",
        )
    else:
        rate = f"; {of.rate}" if of.rate else ""
        yield "Submitted", f"{of.submitted}{rate}" if of.submitted else "Not shown: too few"
    aside = f", but for {of.set_aside:,} set aside: {of.reason}" if of.set_aside else ""
    yield "Ballots and spent tickets", f"Matched in every organisation{aside}"
    if of.named or of.kept:
        yield "Results", f"Kept until {of.kept_until}, then deleted"
    else:
        yield "Results", "None kept: nobody answered, or too few"
    if of.told:
        yield "Reduced", _reduced(of.told, of.threshold)


def _reduced(told: Told, threshold: int) -> str:
    every = told.whole + told.rough + told.nothing
    shares = [
        (told.whole, "in whole numbers"),
        (told.rough, "all or some to the nearest five"),
        (told.nothing, "not at all"),
    ]
    rule = f"No score is told of fewer than {threshold} people."
    if any(0 < number < FEWEST for number, _ in shares):
        return rule
    said = "; ".join(f"{number:,} {how}" for number, how in shares if number)
    return f"{rule} Scores of {every:,} organisations: {said}."


def _destroyed(of: Counted) -> Iterator[tuple[str, str]]:
    closing = f"after {of.closed}, before the count"
    if of.named:
        yield "Links, and the key that opens drafts", f"At the closing, {closing}"
        yield "Ballots (sealed returns)", f"At the count, {of.counted}; what was submitted is kept"
    else:
        yield (
            "Addresses, letters and links of those invited; unfinished answers",
            f"At the closing, {closing}",
        )
        yield (
            "Ballots (sealed answers), and tickets (which links were used)",
            f"At the count, {of.counted}",
        )
        yield "Each person’s single answers", _single(of)
        yield (
            "Comments as they were written",
            "When they are published or withheld, or with the results",
        )
    yield "The keys that open ballots", of.keys_destroyed or "Not yet"


def _single(of: Counted) -> str:
    if not (of.responses_kept and of.kept):
        return f"At the count, {of.counted}"
    if of.gone:
        return f"Deleted after {of.kept_until}"
    return f"Kept without name, link or time until {of.kept_until}, then deleted"


def _checks(of: Counted) -> Iterator[tuple[str, str]]:
    yield (
        "Anybody who asks an administrator",
        "The questionnaire’s text, saved as a file, has this fingerprint if not one letter of it"
        " was changed (sha256sum FILE).",
    )
    yield (
        "Administrators",
        "The round’s page shows what this certificate is made of; the audit has every step.",
    )
    audit = (
        ""
        if of.named or of.gone
        else f", and flask report audit {of.code} looks at every figure again"
    )
    yield (
        "The operator of the portal",
        f"The command flask round status {of.code} says that ballots and tickets matched, and when"
        f" the keys were destroyed{audit}. The key folder holds no"
        " key of this round, only the mark that they were destroyed.",
    )
