"""One administrator reads a comment, another confirms; all can be undone until it is published."""

from __future__ import annotations

from itertools import permutations
from threading import Barrier, Thread

import pytest

from portal.errors import Conflict, EditedMeanwhile, NotFound, Refused
from portal.services.comments import queue, reading, releasing
from portal.services.comments.reading import InHand
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store.comments import Reading
from portal.store.db import db
from portal.store.results import Comment
from tests.factories import House
from tests.services.comments.counted import ada, bea, cyd, id_of, written

TEXT = "My manager Jane never listens."


def one(round_: RoundInfo, text: str = TEXT) -> InHand:
    return reading.one(round_, id_of(text))


def read(round_: RoundInfo, who: Person, *removed: int, text: str = TEXT) -> InHand:
    now = one(round_, text)
    reading.release(round_, now.id, removed, now.seen, who)
    return one(round_, text)


def test_what_is_struck_out_is_left_out_and_the_second_one_sees_it(house: House) -> None:
    round_ = written(house, TEXT)
    now = read(round_, ada(house), 2)
    assert (now.stage, now.text, now.removed) == ("read", TEXT, {2})
    assert now.left == "My manager [removed] never listens."
    assert now.decision == "release without 1 word"


def test_whoever_read_a_comment_cannot_confirm_it(house: House) -> None:
    round_ = written(house, TEXT)
    now = read(round_, ada(house))
    with pytest.raises(Refused, match="You read this"):
        reading.confirm(round_, now.id, now.seen, ada(house))
    reading.confirm(round_, now.id, now.seen, bea(house))
    assert one(round_).stage == "confirmed"


def test_what_nobody_has_read_cannot_be_confirmed(house: House) -> None:
    now = one(round_ := written(house, TEXT))
    with pytest.raises(Conflict, match="it has to be read"):
        reading.confirm(round_, now.id, now.seen, bea(house))


def test_a_comment_of_which_nothing_is_left_has_to_be_withheld(house: House) -> None:
    round_ = written(house, TEXT)
    with pytest.raises(Refused, match="Nothing would be left"):
        read(round_, ada(house), *range(5))
    now = one(round_)
    with pytest.raises(Refused, match="Say why"):
        reading.withhold(round_, now.id, "", now.seen, ada(house))
    reading.withhold(round_, now.id, "person", now.seen, ada(house))
    assert (one(round_).left, one(round_).decision) == (
        "",
        "withhold, since it is about somebody who could be recognised",
    )


def test_what_is_sent_back_is_read_again_with_its_words_struck_out(house: House) -> None:
    round_ = written(house, TEXT)
    now = read(round_, ada(house), 2)
    reading.send_back(round_, now.id, "The first two words too", now.seen, bea(house))
    back = one(round_)
    assert (back.stage, back.removed, back.note) == ("back", {2}, "The first two words too")
    assert queue.next_to_read(round_, ada(house)) == now.id
    again = read(round_, bea(house), 0, 1, 2)
    with pytest.raises(Refused, match="You read this"):
        reading.confirm(round_, now.id, again.seen, bea(house))
    reading.confirm(round_, now.id, again.seen, ada(house))
    assert one(round_).left == "[removed] never listens."


def test_every_step_can_be_undone_until_the_comment_is_published(house: House) -> None:
    round_ = written(house, TEXT)
    now = read(round_, ada(house), 2)
    reading.confirm(round_, now.id, now.seen, bea(house))
    reading.undo(round_, now.id, one(round_).seen)
    assert one(round_).stage == "read"
    reading.undo(round_, now.id, one(round_).seen)
    assert (one(round_).stage, one(round_).removed) == ("back", {2})
    now = read(round_, ada(house), 2)
    reading.confirm(round_, now.id, now.seen, bea(house))
    seen = one(round_).seen
    releasing.publish(round_, ada(house), house.now)
    with pytest.raises(NotFound, match="no longer here"):
        reading.undo(round_, now.id, seen)


def test_undoing_what_was_withheld_leaves_it_to_be_read(house: House) -> None:
    now = one(round_ := written(house, TEXT))
    reading.withhold(round_, now.id, "threat", now.seen, ada(house))
    reading.undo(round_, now.id, one(round_).seen)
    assert (one(round_).stage, one(round_).withheld) == ("back", "")
    assert one(round_).left == TEXT


def test_what_nobody_has_read_cannot_be_undone(house: House) -> None:
    now = one(round_ := written(house, TEXT))
    with pytest.raises(Conflict, match="nothing to undo"):
        reading.undo(round_, now.id, now.seen)


def test_a_confirmed_comment_is_not_read_anew_before_that_is_undone(house: House) -> None:
    round_ = written(house, TEXT)
    now = read(round_, ada(house))
    reading.confirm(round_, now.id, now.seen, bea(house))
    with pytest.raises(Conflict, match="Undo that"):
        read(round_, ada(house), 1)


def test_of_two_who_read_the_same_comment_the_second_hears_of_the_first(house: House) -> None:
    round_ = written(house, TEXT)
    seen = one(round_).seen
    reading.release(round_, id_of(TEXT), {2}, seen, ada(house))
    with pytest.raises(EditedMeanwhile) as told:
        reading.release(round_, id_of(TEXT), {0}, seen, bea(house))
    assert "“read, by ada@example.org”" in str(told.value)
    assert "“My manager [removed] never listens.”" in str(told.value)
    assert one(round_).removed == {2}
    reading.release(round_, id_of(TEXT), {0}, told.value.now, bea(house))
    assert (one(round_).removed, one(round_).reader) == ({0}, "bea@example.org")


def test_a_reading_that_changed_under_the_second_ones_eyes_is_not_confirmed(house: House) -> None:
    round_ = written(house, TEXT)
    seen = read(round_, ada(house), 2).seen
    reading.undo(round_, id_of(TEXT), seen)
    read(round_, ada(house), 0)
    with pytest.raises(EditedMeanwhile):
        reading.confirm(round_, id_of(TEXT), seen, bea(house))
    assert one(round_).stage == "read"


def test_a_comment_of_another_round_or_of_none_is_not_here(house: House) -> None:
    written(house, TEXT)
    other = house.round("other")
    Comment.update(round=other.id).execute()
    for id in (id_of(TEXT), "00" * 16, "nothing", ""):
        with pytest.raises(NotFound):
            reading.one(written(house), id)


STEPS = ("Ada looks", "Ada reads", "Bea looks", "Bea reads", "Cyd looks", "Cyd confirms")


def interleaved() -> list[tuple[str, ...]]:
    """Every order in which three can look and act, each looking first."""
    return [
        order
        for order in permutations(STEPS)
        if all(order.index(STEPS[first]) < order.index(STEPS[first + 1]) for first in (0, 2, 4))
    ]


def test_whatever_the_order_nobody_undoes_or_confirms_what_they_have_not_seen(
    house: House,
) -> None:
    people = {"Ada": ada(house), "Bea": bea(house), "Cyd": cyd(house)}
    struck = {"Ada": {0}, "Bea": {1}}
    round_ = written(house, TEXT)
    for order in interleaved():
        Reading.delete().execute()
        looked, last = dict[str, InHand](), one(round_)
        for step in order:
            name, does = step.split()
            if does == "looks":
                looked[name] = one(round_)
                continue
            done = acted(round_, looked[name], people[name], struck.get(name))
            ready = last.stage == "read" if name == "Cyd" else last.stage != "confirmed"
            assert done == (looked[name] == last and ready), order
            last = one(round_) if done else last
            assert one(round_) == last, order


def acted(round_: RoundInfo, now: InHand, who: Person, struck: set[int] | None) -> bool:
    """Whether it was done; who was overtaken has changed nothing."""
    try:
        if struck is None:
            reading.confirm(round_, now.id, now.seen, who)
        else:
            reading.release(round_, now.id, struck, now.seen, who)
    except (Conflict, EditedMeanwhile):
        return False
    return True


def test_of_two_who_decide_in_the_same_moment_one_is_told(house: House) -> None:
    round_ = written(house, TEXT)
    people, seen, start = (ada(house), bea(house)), one(round_).seen, Barrier(2)
    told = list[str]()

    def decide(number: int) -> None:
        start.wait()
        try:
            reading.release(round_, id_of(TEXT), {number}, seen, people[number])
            told.append("done")
        except EditedMeanwhile:
            told.append("overtaken")
        finally:
            db.close()

    both = [Thread(target=decide, args=(number,)) for number in (0, 1)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(told) == ["done", "overtaken"]
    assert len(one(round_).removed) == 1
