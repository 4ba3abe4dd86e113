"""Planning: how a round is made, and what may change before it opens and while it is open."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from portal.calendar.london import day_in_words, in_london
from portal.calendar.schedule import Schedule, check_ahead, reminded_otherwise
from portal.calendar.state import PLANNED, State
from portal.errors import Conflict, NotFound, Refused
from portal.services import audit, editing
from portal.services.questionnaires import frozen
from portal.services.rounds import parts
from portal.services.rounds import register as rounds
from portal.services.rounds.plans import Plan, check, check_own, check_title, check_whole
from portal.services.rounds.register import RoundInfo
from portal.store import db
from portal.store.letters import Wording
from portal.store.organisations import Organisation
from portal.store.rounds import Reminder, Round
from portal.survey.packing import capacity
from portal.survey.questionnaire import Questionnaire

NO_ORGANISATION = "There is no organisation yet; import some with `flask organisation import`."


def create(plan: Plan, who: str, now: datetime) -> RoundInfo:
    """Make a round that waits for its opening. Raises ``Incomplete``, ``Refused``, ``Conflict``,
    ``NotFound``."""
    check_whole(plan)
    return _make(plan, State.SCHEDULED, "", who, now)


def draft(plan: Plan, who: str, now: datetime, like: str = "", *, named: bool = True) -> RoundInfo:
    """Make a round that waits for its administrators, of whatever is known of it; its letters read
    as those of the round ``like``. ``named``: somebody has chosen its code; else the next may be
    free. A form that is sent twice makes one round. Raises as ``create`` does."""
    check_own(plan.code)
    with db.writing():
        return _drafted(plan, named=named) or _make(plan, State.DRAFT, like, who, now)


def planned(round_: RoundInfo) -> Plan:
    """What a round is planned to be, or was."""
    return Plan(
        code=round_.code,
        title=round_.title,
        questionnaire=round_.text,
        schedule=schedule_of(round_),
        retain_until=round_.retain_until,
        organisations=taking_part(round_.id),
        series=round_.series,
        threshold=round_.threshold,
        responses_kept=round_.responses_kept,
        reports_wait=round_.reports_wait,
    )


def shown(round_: RoundInfo, plan: Plan | None = None) -> dict[str, str]:
    """Say what can be changed of a round: all until it opens, a little from then on."""
    named = f"{(plan := plan or planned(round_)).questionnaire.id}/{plan.questionnaire.version}"
    whole = {
        "short code": plan.code,
        "questionnaire": f"{named} ({plan.questionnaire.sha256[:12]})",
        "opening": in_london(plan.schedule.opens),
        "closing": in_london(plan.schedule.closes),
        "last day of the responses": day_in_words(plan.retain_until),
        "smallest group": str(plan.threshold),
        "series": plan.series,
        "single responses": "kept" if plan.responses_kept else "not kept",
        "reports": "wait to be published" if plan.reports_wait else "are there at once",
    }
    return {
        "title": plan.title,
        "organisations": ", ".join(sorted({*(plan.organisations or ()), *round_.joining})),
        "reminders": ", ".join(in_london(at) for at in plan.schedule.reminders),
        **(whole if round_.state.planned else {"state": round_.state}),
    }


def schedule_of(round_: RoundInfo) -> Schedule:
    return schedules([round_])[round_.id]


def extended(round_: RoundInfo, days: Schedule) -> Schedule:
    """Return its days with the closing that somebody has asked for, granted yet or not."""
    return replace(days, closes=round_.wanted_closes or days.closes)


def schedules(rounds_: Collection[RoundInfo]) -> dict[bytes, Schedule]:
    """The days of these rounds, by their ids."""
    times = defaultdict[bytes, list[datetime]](list)
    rows = Reminder.select().where(Reminder.round.in_([each.id for each in rounds_]))
    for row in rows.order_by(Reminder.at):
        times[row.round_id].append(row.at)
    return {each.id: Schedule(each.opens, each.closes, tuple(times[each.id])) for each in rounds_}


def taking_part(round_id: bytes) -> tuple[str, ...]:
    """List the codes of the organisations that take part, in their order."""
    return tuple(sorted(parts.of_rounds([round_id])[round_id]))


def change(code: str, plan: Plan, who: str, now: datetime, *, seen: str | None = None) -> RoundInfo:
    """Change whatever there is to a round that has not opened. ``seen``: the fingerprint of
    ``shown`` (``editing``). Raises as ``create`` does, and ``EditedMeanwhile``."""
    with db.writing():
        round_ = rounds.in_one_of(code, PLANNED, "changed like this")
        editing.check(seen, before := shown(round_), "round")
        check(plan, now)
        _check_kind(round_, plan.questionnaire)
        if round_.state == State.SCHEDULED:
            _check_scheduled(plan, round_, now)
        if plan.code != code:
            check_own(plan.code)
            _check_free(plan.code)
        parts.set_parts(round_.id, _organisations(plan, round_.state))
        set_reminders(round_.id, plan.schedule)
        Round.update(**_columns(plan)).where(Round.id == round_.id).execute()
        changed = rounds.by_code(plan.code)
        if fields := editing.differing(before, shown(changed)):
            renamed = f", which was {code} before" if plan.code != code else ""
            audit.note(who, f"changed round {plan.code}{renamed}: {', '.join(fields)}", now)
    return changed


def _check_scheduled(plan: Plan, before: RoundInfo, now: datetime) -> None:
    check_whole(plan)
    if plan.schedule.opens != before.opens:
        check_ahead(plan.schedule, now)


def set_reminders(round_id: bytes, days: Schedule) -> None:
    """Set a round's reminders; those that have gone out stay as they are."""
    others = (Reminder.round == round_id) & Reminder.at.not_in(list(days.reminders))
    Reminder.delete().where(others).execute()
    for at in days.reminders:
        Reminder.insert(round=round_id, at=at).on_conflict_ignore().execute()


def known(codes: Sequence[str] | None) -> list[str]:
    """List these codes; for None, all but the demonstration's. Raises ``NotFound``."""
    there = [row.code for row in Organisation.select().order_by(Organisation.code)]
    if codes is None:
        shown = rounds.of_demonstration()
        return [code for code in there if code not in shown]
    if unknown := sorted(set(codes) - set(there)):
        raise NotFound(f"There is no organisation {', '.join(unknown)}; import it first.")
    return sorted(set(codes))


def check_stays_open(round_: RoundInfo) -> None:
    """Raise ``Conflict`` once somebody has asked for the closing."""
    if round_.request == "close":
        raise Conflict(
            f"Somebody has asked for round {round_.code} to close now, and that is in hand: it can"
            " no longer be extended or changed."
        )


def adjust(
    code: str,
    title: str,
    reminders: Sequence[datetime],
    added: Collection[str],
    who: str,
    now: datetime,
    *,
    seen: str | None = None,
) -> None:
    """Change what may change while a round is open: its title, reminders that have not gone out,
    and organisations that join, as soon as the worker has them in the manifest. Raises as
    ``planning.change`` does."""
    with db.writing():
        round_ = rounds.in_one_of(code, (State.OPEN,), "changed like this")
        check_stays_open(round_)
        editing.check(seen, before := shown(round_), "round")
        check_title(title)
        days = reminded_otherwise(extended(round_, schedule_of(round_)), reminders, now)
        set_reminders(round_.id, days)
        joining = set(known(list(added))) if added else set()
        joining -= {*taking_part(round_.id), *round_.joining}
        waiting = " ".join(sorted({*joining, *round_.joining}))
        Round.update(title=title, joining=waiting).where(Round.id == round_.id).execute()
        if fields := editing.differing(before, shown(rounds.by_code(code))):
            joined = f"; {', '.join(sorted(joining))} joined" if joining else ""
            audit.note(who, f"changed open round {code}: {', '.join(fields)}{joined}", now)


def _drafted(plan: Plan, *, named: bool) -> RoundInfo | None:
    """Find the very same draft, if there is one."""
    same = (Round.state == State.DRAFT) & (Round.title == plan.title)
    for round_ in [rounds.info(row) for row in Round.select().where(same)]:
        days = replace(plan.schedule, reminders=tuple(sorted(plan.schedule.reminders)))
        wanted = replace(plan, schedule=days, organisations=tuple(known(plan.organisations)))
        if planned(round_) == (wanted if named else replace(wanted, code=round_.code)):
            return round_
    return None


def _make(plan: Plan, state: State, like: str, who: str, now: datetime) -> RoundInfo:
    check(plan, now)
    with db.writing():
        _check_free(plan.code)
        organisations = _organisations(plan, state)
        since = now if state == State.SCHEDULED else None
        own = {"state": state, "scheduled": since, **_columns(plan)}
        row = Round.create(id=secrets.token_bytes(16), **own)
        parts.set_parts(row.id, organisations)
        set_reminders(row.id, plan.schedule)
        if like:
            _copy_letters(rounds.by_code(like).id, row.id)
        audit.note(who, f"made round {plan.code}{f' like {like}' if like else ''}", now)
    return rounds.by_code(plan.code)


def _organisations(plan: Plan, state: State) -> list[str]:
    """List the codes of those that take part, of which only a draft may have none."""
    organisations = known(plan.organisations)
    if state == State.SCHEDULED and not organisations:
        raise Refused(NO_ORGANISATION)
    return organisations


def _columns(plan: Plan) -> dict[str, object]:
    """Make a round's own columns, and keep the questionnaire's text."""
    frozen.keep(plan.questionnaire)
    return {
        "code": plan.code,
        "title": plan.title,
        "series": plan.series,
        "questionnaire": plan.questionnaire.sha256,
        "opens": plan.schedule.opens,
        "closes": plan.schedule.closes,
        "retain_until": plan.retain_until,
        "threshold": plan.threshold,
        "responses_kept": int(plan.responses_kept),
        "reports_wait": int(plan.reports_wait),
        "size": capacity(plan.questionnaire),
    }


def _check_kind(round_: RoundInfo, wanted: Questionnaire) -> None:
    """Refuse to turn an anonymous round into a return, or back, once there are links."""
    if round_.named == wanted.named:
        return
    if parts.holding([round_.id]):
        raise Conflict(
            "People have been invited already, or links made: an anonymous round cannot become"
            " a return, nor a return an anonymous round. Make a new round instead."
        )


def _copy_letters(source: bytes, target: bytes) -> None:
    unsent = Round.get_by_id(source).unsent
    Round.update(unsent=unsent).where(Round.id == target).execute()
    for row in Wording.select().where(Wording.round == source):
        Wording.create(round=target, kind=row.kind, subject=row.subject, body=row.body)


def _check_free(code: str) -> None:
    if Round.get_or_none(Round.code == code):
        raise Conflict(f"There is a round {code} already; choose another code.")
