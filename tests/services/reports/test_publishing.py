"""Reports are there at the count, or when an administrator publishes them; each PSW is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.errors import Conflict, NotFound, ReportWaits
from portal.post.letters import Letter
from portal.services.figures import errands
from portal.services.lifecycle import counting
from portal.services.reports import editions, publishing
from portal.services.rounds import next_year, planning
from portal.services.rounds import register as rounds
from portal.services.rounds.register import RoundInfo
from portal.store.letters import Notice
from portal.store.records import Audit
from portal.store.rounds import Round
from portal.worker import delivering
from tests.factories import ADA, OLGA, PAT, House
from tests.services import scenes
from tests.services.figures.test_returns_answered import RETURN


def counted(house: House, northshire: int = 12, **changes: object) -> RoundInfo:
    for psw in (PAT, OLGA):
        house.person(psw)
    house.open_round(northshire, southborough=9, **changes)
    scenes.everybody_responds(house)
    house.work(days=8)
    house.work()
    return rounds.by_code("spring")


def told(house: House) -> list[Letter]:
    return [letter for letter in house.letters if "can be read" in letter.subject]


def readable(round_: RoundInfo, house: House, *, is_administrator: bool = False) -> bool:
    try:
        publishing.check_readable(round_, house.now, is_administrator=is_administrator)
    except ReportWaits:
        return False
    return True


def test_reports_are_there_and_told_at_the_count_where_nobody_has_them_wait(house: House) -> None:
    round_ = counted(house)
    assert readable(round_, house)
    letters = {letter.to: letter for letter in told(house)}
    assert letters.keys() == {PAT, OLGA} and len(told(house)) == 2
    assert f"/staff/rounds/{round_.code}/northshire/report" in letters[PAT].text
    assert "until 1 March 2029" in letters[PAT].text


def test_a_letter_is_the_same_whatever_the_report_says(house: House) -> None:
    """Mail is not confidential: neither a figure nor that there is none is in it."""
    counted(house)
    texts = {letter.to: letter.text for letter in told(house)}
    hers = texts[OLGA].replace("London Borough of Southborough", "Northshire County Council")
    assert hers.replace("southborough", "northshire") == texts[PAT]


def test_until_they_are_published_only_administrators_read_them_and_nobody_is_told(
    house: House,
) -> None:
    round_ = counted(house, reports_wait=True)
    assert not readable(round_, house)
    assert readable(round_, house, is_administrator=True)
    assert told(house) == []
    publishing.publish("spring", ADA, house.now)
    house.work()
    round_ = rounds.by_code("spring")
    assert readable(round_, house)
    assert (round_.published, round_.published_by) == (house.now, ADA)
    assert sorted(letter.to for letter in told(house)) == sorted([PAT, OLGA])
    assert Audit.select().where(Audit.did == "published the reports of round spring").count() == 1


def test_each_is_told_once_however_often_it_is_counted_to_its_end_or_published(
    house: House,
) -> None:
    round_ = counted(house)
    Round.update(state="releasing").execute()
    counting.finish(round_.id, house.now)  # by a worker that was killed, and began again
    counting.finish(round_.id, house.now)
    with pytest.raises(Conflict, match="can be read already"):
        publishing.publish("spring", ADA, house.now)
    house.work()
    assert len(told(house)) == 2


def dies(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_worker_that_dies_at_the_end_of_the_count_leaves_nobody_untold(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(publishing, "tell_readers", dies)
        with pytest.raises(KeyboardInterrupt):
            counted(house)
    assert rounds.by_code("spring").state == "releasing"
    house.work()
    house.work()
    assert rounds.by_code("spring").state.over
    assert sorted(letter.to for letter in told(house)) == sorted([PAT, OLGA])


def test_a_letter_that_was_in_a_dying_workers_hand_is_sent_once_more(house: House) -> None:
    round_ = counted(house, reports_wait=True)
    publishing.publish("spring", ADA, house.now)
    with pytest.raises(KeyboardInterrupt):
        delivering.to_staff(replace(house.tools, deliver=dies), house.now)
    states = sorted(row.state for row in Notice.select().where(Notice.kind == "report"))
    assert (states, told(house)) == (["due", "sending"], [])
    house.work()
    house.work(minutes=11)
    house.work(minutes=11)
    assert sorted(letter.to for letter in told(house)) == sorted([PAT, OLGA])
    assert Notice.select().where(Notice.about == round_.id, Notice.state != "done").count() == 0


def test_what_is_not_counted_is_deleted_or_is_of_returns_is_not_published(house: House) -> None:
    house.round(code="returns", source=RETURN)
    with pytest.raises(NotFound, match="has no reports"):
        publishing.have_wait("returns", ADA, house.now, wait=True)
    round_ = house.round(reports_wait=True)
    with pytest.raises(Conflict, match="cannot be published"):
        publishing.publish("spring", ADA, house.now)
    Round.update(state="counted").execute()
    late = house.now + timedelta(days=1200)
    with pytest.raises(Conflict, match="were deleted after 1 March 2029"):
        publishing.publish("spring", ADA, late)
    assert rounds.by_code("spring").unpublished
    with pytest.raises(Conflict, match="were deleted after"):
        publishing.check_readable(rounds.by_id(round_.id), late, is_administrator=True)


def test_they_can_be_had_to_wait_until_the_count_and_no_longer(house: House) -> None:
    house.open_round(northshire=12)
    publishing.have_wait("spring", ADA, house.now, wait=True)
    assert rounds.by_code("spring").unpublished
    publishing.have_wait("spring", ADA, house.now, wait=True)
    noted = Audit.select().where(Audit.did.contains("the reports of round spring"))
    assert noted.count() == 1
    house.work(days=8)
    with pytest.raises(Conflict, match="is counted"):
        publishing.have_wait("spring", ADA, house.now, wait=False)


def test_next_years_reports_wait_as_this_years_did(house: House) -> None:
    round_ = house.round(reports_wait=True)
    assert planning.planned(round_).reports_wait
    assert next_year.a_year_later(round_, house.now).reports_wait


def test_reports_that_wait_are_an_errand_of_administrators(house: House) -> None:
    round_ = counted(house, reports_wait=True)
    [errand] = errands.of_administrator(ADA, [round_], house.now)
    assert (errand.place, errand.round_code) == ("reports", "spring")
    assert errands.of_administrator(ADA, [round_], house.now + timedelta(days=1200)) == []


def test_what_each_report_tells_is_listed_by_name(house: House) -> None:
    reports = publishing.every(counted(house, northshire=24))
    assert [(row.name, row.told) for row in reports.rows] == [
        ("London Borough of Southborough", "nothing"),
        ("Northshire County Council", "whole"),
    ]
    assert [reports.number(told) for told in ("whole", "rough", "nothing")] == [1, 0, 1]


def test_of_ten_to_nineteen_a_report_is_rough(house: House) -> None:
    assert [row.told for row in publishing.every(counted(house)).rows] == ["nothing", "rough"]


def test_a_single_rough_score_is_not_said_of_the_whole_report(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    round_ = counted(house, northshire=24)
    [(code, cells)] = editions.outlines(round_).items()
    score = next(cell for cell in cells if cell.measure == "score")
    rough = replace(score, figure=replace(score.figure, step=5))
    monkeypatch.setattr(editions, "outlines", lambda _: {code: [score, rough]})
    assert [row.told for row in publishing.every(round_).rows] == ["nothing", "some"]
