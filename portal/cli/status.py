"""What ``flask round status`` prints: the numbers of the pages, by the same terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.calendar.london import UNDECIDED, in_london
from portal.disclosure.answered import IN_WORDS
from portal.services.figures.overview import Ending, Overview, Participant
from portal.services.figures.reach import Reach
from portal.services.figures.standing import TERMS, Name


def text(status: Overview) -> str:
    """Write it in lines, one for each organisation."""
    of_round = status.round
    lines = [
        f"{of_round.code}: {of_round.title}",
        f"{of_round.state}; opens {in_london(of_round.opens)}, closes {in_london(of_round.closes)}",
    ]
    if of_round.problem:
        lines.append(f"Problem: {of_round.problem}")
    if status.as_at:
        lines.append(f"Answers as at {in_london(status.as_at)}:")
    few = f"; never reported by itself, with fewer than {of_round.threshold} {TERMS['named']}"
    lines += [f"{row.name}: {_share(row)}{few * (row in status.too_few)}" for row in status.rows]
    if status.certificate:
        lines.append(f"Certificate: {_certificate(status.certificate)}")
    return "\n".join(lines)


def _share(of: Participant) -> str:
    said = [f"{each.said} {each.term}" for each in map(of.stands.__getitem__, _shown(of))]
    rate = of.stands["rate"]
    if rate.said:
        said.append(f"{rate.term} {rate.said} ({rate.of})")
    if of.stands.left_out:
        said.append(f"not shown: {', '.join(IN_WORDS[way] for way in of.stands.left_out)}")
    return "; ".join(said)


def _shown(of: Participant) -> Iterator[Name]:
    """Name the numbers that say something of an organisation."""
    yield "named"
    if of.reach.slips:
        yield "slips"
    if of.reach.named:
        yield "sent"
    if of.reach.undeliverable:
        yield "undeliverable"
    if of.stands["submitted"].said:
        yield "submitted"
    if of.numbers.forwarded.answers:
        yield "forwarded"


def _certificate(ending: Ending) -> str:
    aside = f", but for {ending.set_aside} set aside ({ending.reason})" * bool(ending.set_aside)
    kept = "" if ending.kept else " no answers, or too few to be kept;"
    destroyed = ending.keys_destroyed or "not yet"
    return f"ballots and spent tickets matched{aside};{kept} keys destroyed {destroyed}"


def plain(status: Overview) -> dict[str, object]:
    """Put it into what JSON can say."""
    of_round, ending, whole = status.round, status.certificate, status.whole
    return {
        "code": of_round.code,
        "title": of_round.title,
        "state": of_round.state,
        "problem": of_round.problem,
        "opens": _moment(of_round.opens),
        "closes": _moment(of_round.closes),
        "as_at": status.as_at and status.as_at.isoformat(),
        **_reached(whole.reach),
        "submitted": whole.numbers.submitted,
        "precision": whole.numbers.shown.precision,
        "rate": whole.numbers.rate,
        "rate_of": whole.numbers.fraction,
        "others": whole.left_out,
        "organisations": [
            {
                "code": row.code,
                "name": row.name,
                **_reached(row.reach),
                "submitted": row.numbers.submitted,
                "precision": row.numbers.shown.precision,
                "rate": row.numbers.rate,
                "rate_of": row.numbers.fraction,
                "not_shown": row.numbers.left_out,
                "never_reported": row in status.too_few,
            }
            for row in status.rows
        ],
        "certificate": ending
        and {
            "matched": True,
            "kept": ending.kept,
            "set_aside": ending.set_aside,
            "reason": ending.reason,
            "questionnaire": ending.questionnaire,
            "keys_destroyed": ending.keys_destroyed and ending.keys_destroyed.isoformat(),
        },
    }


def _moment(at: datetime) -> str | None:
    """Write a moment as ISO 8601; none for one of a draft that nobody has chosen yet."""
    return None if at == UNDECIDED else at.isoformat()


def _reached(reach: Reach) -> dict[str, int]:
    """Whom it reaches, by the terms that pages have for it."""
    return {
        TERMS[name].replace(" ", "_"): getattr(reach, name)
        for name in ("named", "slips", "sent", "undeliverable")
    }
