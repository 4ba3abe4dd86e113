"""What two have agreed on is published for good; what was struck out or withheld is deleted."""

from __future__ import annotations

import pytest

from portal.errors import Conflict, NotFound
from portal.reports.quotes import Quote
from portal.services.comments import published, queue, reading, releasing
from portal.services.lifecycle import closing
from portal.services.reports import results
from portal.services.rounds.register import RoundInfo
from portal.store.comments import Reading
from portal.store.records import Audit
from portal.store.results import Comment
from tests.factories import House
from tests.services.comments.counted import ada, bea, id_of, written
from tests.services.figures.test_returns_answered import RETURN


def agreed(house: House, round_: RoundInfo, text: str, *removed: int, why: str = "") -> None:
    """Ada reads it, and Bea confirms."""
    now = reading.one(round_, id_of(text))
    if why:
        reading.withhold(round_, now.id, why, now.seen, ada(house))
    else:
        reading.release(round_, now.id, removed, now.seen, ada(house))
    now = reading.one(round_, now.id)
    reading.confirm(round_, now.id, now.seen, bea(house))


def told(round_: RoundInfo, organisation: str = "northshire") -> set[Quote]:
    return set(published.of_organisation(round_, organisation))


def test_only_what_is_confirmed_is_published_without_what_is_struck_out(house: House) -> None:
    round_ = written(house, "Jane shouts", "Good team", "Bad pay", "I am the only man")
    written(house, "They are fine", organisation="southborough")
    agreed(house, round_, "Jane", 0)
    agreed(house, round_, "only man", why="author")
    agreed(house, round_, "fine")
    now = reading.one(round_, id_of("Bad pay"))
    reading.release(round_, now.id, (), now.seen, ada(house))
    assert releasing.publish(round_, ada(house), house.now) == 2
    assert told(round_) == {Quote("why", "[removed] shouts")}
    assert told(round_, "southborough") == {Quote("why", "They are fine")}
    assert {row.text for row in Comment.select()} == {"Good team", "Bad pay"}
    assert Reading.select().count() == 1


def test_the_rest_is_published_later_and_stands_among_the_first(house: House) -> None:
    round_ = written(house, "Good team", "Bad pay")
    for text in ("Good team", "Bad pay"):
        agreed(house, round_, text)
        releasing.publish(round_, ada(house), house.now)
    assert {quote.text for quote in told(round_)} == {"Good team", "Bad pay"}
    with pytest.raises(Conflict, match="nothing to publish"):
        releasing.publish(round_, ada(house), house.now)


def test_the_order_of_what_is_published_leads_to_nothing(house: House) -> None:
    """Neither to the queue's, which readers know, nor to that in which they were read."""
    texts = [f"Comment {number}." for number in range(30)]
    round_ = written(house, *texts)
    for text in texts:
        agreed(house, round_, text)
    before = [row.text for row in Comment.select().order_by(Comment.id)]
    releasing.publish(round_, ada(house), house.now)
    after = [quote.text for quote in published.of_organisation(round_, "northshire")]
    assert sorted(after) == sorted(texts)
    assert after not in (before, texts)


def test_what_is_deleted_leaves_no_trace_after_the_workers_next_pass(house: House) -> None:
    round_ = written(house, "Featherstonehaugh shouts", "I am the only man in Fostering", "Fine")
    agreed(house, round_, "Featherstonehaugh", 0)
    agreed(house, round_, "only man", why="author")
    releasing.publish(round_, ada(house), house.now)
    assert closing.traces_left()
    house.work()
    left = b"".join(path.read_bytes() for path in house.folder.glob("portal.sqlite*"))
    assert b"Featherstonehaugh" not in left and b"only man" not in left
    assert b"[removed] shouts" in left


def test_the_audit_tells_numbers_and_no_words(house: House) -> None:
    round_ = written(house, "Jane shouts", "I am the only man")
    agreed(house, round_, "Jane", 0)
    agreed(house, round_, "only man", why="author")
    releasing.publish(round_, ada(house), house.now)
    [note] = [row.did for row in Audit.select() if "publish" in row.did]
    assert note == "published 1 comment of round spring, and withheld 1 permanently"


def test_administrators_take_away_what_is_published_as_it_is_left(house: House) -> None:
    round_ = written(house, "Jane shouts", "Good team")
    agreed(house, round_, "Jane", 0)
    releasing.publish(round_, ada(house), house.now)
    taken = {remark.text for remark in results.counted("spring").remarks}
    assert taken == {"[removed] shouts", "Good team"}


def test_nothing_is_read_or_published_of_returns_or_before_the_count(house: House) -> None:
    round_ = house.round()
    with pytest.raises(Conflict, match="once Spring check has been counted"):
        queue.progress(round_, ada(house))
    returns = house.round("returns", source=RETURN)
    with pytest.raises(NotFound, match="round of returns"):
        releasing.publish(returns, ada(house), house.now)
