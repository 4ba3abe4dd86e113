"""What the database says of a round beside what its manifest says: told apart, granted, put right.

Whoever can write to the database could otherwise read ballots, by sealing them with a key of their
own, or weaken a rule of the round (``docs/decisions/0027-the-manifest.md``).
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from portal.calendar.london import in_london
from portal.disclosure.answered import FEWEST
from portal.services import audit
from portal.services.questionnaires import frozen
from portal.store import db
from portal.store.db import of_part
from portal.store.organisations import Organisation
from portal.store.rounds import Participation, Round
from portal.vault.manifest import Manifest, Terms

IN_WORDS = {
    "public_key": "its public key",
    "questionnaire": "its questionnaire",
    "size": "the size of its ballots",
    "threshold": "its smallest group",
    "responses": "whether single responses are kept",
}


def first(round_id: bytes, public_key: bytes) -> Manifest:
    """Make the manifest of a round that opens, or that was open before there were manifests."""
    row = Round.get_by_id(round_id)
    threshold = max(FEWEST, row.threshold)
    kept = bool(row.responses_kept)
    terms = Terms(public_key, row.questionnaire_id, row.size, threshold, kept)
    return Manifest(terms, row.closes, _taking_part(round_id))


def faults(round_id: bytes, manifest: Manifest) -> list[str]:
    """Name in words what never changes and is said otherwise by the database."""
    row = Round.get_by_id(round_id)
    key, kept = row.public_key or b"", bool(row.responses_kept)
    said = Terms(key, row.questionnaire_id, row.size, row.threshold, kept)
    wrong = [
        IN_WORDS[field.name]
        for field in fields(Terms)
        if getattr(said, field.name) != getattr(manifest.terms, field.name)
    ]
    if not frozen.intact(manifest.terms.questionnaire):
        wrong.append("the text of its questionnaire")
    return wrong


def disagreement(code: str, wrong: list[str]) -> str:
    """Say in one sentence what holds a round up."""
    return (
        f"The database and the manifest of round {code} disagree about {' and '.join(wrong)}. "
        "Nothing of it is served, sent or counted until the database is corrected."
    )


def wanted(round_id: bytes, manifest: Manifest) -> Manifest:
    """Return the manifest with what somebody has asked for: a later closing, organisations more."""
    row = Round.get_by_id(round_id)
    closes = max(manifest.closes, row.wanted_closes or manifest.closes)
    joining = Organisation.select().where(Organisation.code.in_(row.joining.split()))
    codes = {*manifest.organisations, *(each.code for each in joining)}
    return replace(manifest, closes=closes, organisations=tuple(sorted(codes)))


def put_right(round_id: bytes, manifest: Manifest, now: datetime) -> list[str]:
    """Have the database say of closing time and organisations what the manifest says. What
    somebody had asked for, and the manifest has by now, is granted by this; what else was put
    right is returned in words, and noted."""
    if _agrees(Round.get_by_id(round_id), manifest):
        return []
    with db.writing():
        row = Round.get_by_id(round_id)
        put = [*_closing(row, manifest), *_organisations(row, manifest)]
        _grant(row, manifest)
        if put:
            said = f"put round {row.code} right by its manifest: {'; '.join(put)}"
            audit.note(audit.WORKER, said, now)
    return put


def _agrees(row: Round, manifest: Manifest) -> bool:
    asked = row.wanted_closes or row.joining
    said = (row.closes, _taking_part(row.id))
    return not asked and said == (manifest.closes, manifest.organisations)


def _grant(row: Round, manifest: Manifest) -> None:
    """Forget what was asked for and is in the manifest, and nothing that was asked for since."""
    later = row.wanted_closes and row.wanted_closes > manifest.closes
    joining = (code for code in row.joining.split() if code not in manifest.organisations)
    Round.update(
        wanted_closes=row.wanted_closes if later else None, joining=" ".join(joining)
    ).where(Round.id == row.id).execute()


def _closing(row: Round, manifest: Manifest) -> list[str]:
    if row.closes == manifest.closes:
        return []
    Round.update(closes=manifest.closes).where(Round.id == row.id).execute()
    if manifest.closes == row.wanted_closes:
        return []
    was, is_ = in_london(row.closes), in_london(manifest.closes)
    return [f"it closes on {is_}, and the database said {was}"]


def _organisations(row: Round, manifest: Manifest) -> list[str]:
    said, true = set(_taking_part(row.id)), set(manifest.organisations)
    for organisation in true - said:
        Participation.create(round=row.id, organisation=organisation)
    for organisation in said - true:
        Participation.delete().where(of_part(Participation, row.id, organisation)).execute()
    lost, added = true - said - set(row.joining.split()), said - true
    told = {"was missing": lost, "is not in it": added}
    return [f"{', '.join(sorted(codes))} {what}" for what, codes in told.items() if codes]


def _taking_part(round_id: bytes) -> tuple[str, ...]:
    rows = Participation.select().where(Participation.round == round_id)
    return tuple(row.organisation_id for row in rows.order_by(Participation.organisation))
