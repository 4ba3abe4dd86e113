"""Comments wait in an order by chance, and each reader begins at another place of it."""

from __future__ import annotations

from portal.services.comments import queue, reading
from portal.services.comments.queue import Queue
from portal.services.rounds.register import RoundInfo
from portal.services.staff.accounts import Person
from portal.store.results import Comment
from tests.factories import House
from tests.services.comments.counted import ada, bea, id_of, written

TEXTS = [f"Comment number {number}." for number in range(12)]


def read_all(round_: RoundInfo, who: Person) -> list[str]:
    """Read as a person does, one after the other; the texts in that order."""
    texts, comment = list[str](), queue.next_to_read(round_, who)
    while comment:
        now = reading.one(round_, comment)
        texts.append(now.text)
        reading.release(round_, comment, (), now.seen, who)
        comment = queue.next_to_read(round_, who, comment)
    return texts


def test_everybody_reads_all_in_an_order_that_is_neither_time_nor_organisation(
    house: House,
) -> None:
    round_ = written(house, *TEXTS)
    written(house, "Ours", organisation="southborough")
    order = read_all(round_, ada(house))
    assert sorted(order) == sorted([*TEXTS, "Ours"])
    assert order not in ([*TEXTS, "Ours"], sorted([*TEXTS, "Ours"]))


def test_two_readers_begin_at_different_places_and_each_stays_at_theirs(house: House) -> None:
    round_ = written(house, *TEXTS)
    Comment.delete().execute()
    for number in range(64):
        key = bytes([number * 4]) + b"\0" * 15
        told = {"organisation": "northshire", "item": "why", "text": f"Text {number}."}
        Comment.create(id=key, round=round_.id, **told)
    first = queue.next_to_read(round_, ada(house))
    assert first == queue.next_to_read(round_, ada(house))
    assert first != queue.next_to_read(round_, bea(house))


def test_what_is_left_for_later_comes_when_all_others_are_read(house: House) -> None:
    round_ = written(house, *TEXTS)
    first = queue.next_to_read(round_, ada(house))
    later = reading.one(round_, first)
    reading.leave(round_, first, {1}, later.seen, ada(house))
    assert read_all(round_, ada(house))[-1] == later.text


def test_nobody_is_offered_what_they_have_read_to_confirm(house: House) -> None:
    round_ = written(house, "One", "Two")
    now = reading.one(round_, id_of("One"))
    reading.release(round_, now.id, (), now.seen, ada(house))
    assert queue.next_to_confirm(round_, ada(house)) == ""
    assert queue.next_to_confirm(round_, bea(house)) == now.id


def test_progress_counts_every_comment_once(house: House) -> None:
    round_ = written(house, *TEXTS[:6])
    steps = [reading.one(round_, id_of(text)) for text in TEXTS[:5]]
    for now in steps[:3]:
        reading.release(round_, now.id, (), now.seen, ada(house))
    reading.withhold(round_, steps[3].id, "threat", steps[3].seen, bea(house))
    reading.leave(round_, steps[4].id, (), steps[4].seen, bea(house))
    for now, who in ((steps[0], bea(house)), (steps[3], ada(house))):
        reading.confirm(round_, now.id, reading.one(round_, now.id).seen, who)
    assert queue.progress(round_, ada(house)) == Queue(1, 1, 2, 2, 2, 1, 0)
    assert queue.progress(round_, bea(house)).own == 0
    assert queue.progress(round_, bea(house)).others == 2


def test_single_words_and_what_stands_beside_other_are_no_comments(house: House) -> None:
    round_ = written(house, "caring", item="three")
    written(house, "Fostering", item="service__other")
    written(house, "A comment", item="support_comment")
    assert queue.progress(round_, ada(house)).to_read == 1
    assert read_all(round_, ada(house)) == ["A comment"]


def test_comments_of_another_round_are_not_in_the_queue(house: House) -> None:
    round_ = written(house, "One")
    other = house.round("other")
    told = {"organisation": "northshire", "item": "why", "text": "Theirs"}
    Comment.create(id=b"o" * 16, round=other.id, **told)
    assert read_all(round_, ada(house)) == ["One"]


def test_comments_wait_on_the_first_page_until_two_have_read_them(house: House) -> None:
    round_ = written(house, "Good team")
    path = f"/staff/rounds/{round_.code}/comments"
    assert f'href="{path}"' in house.signed_in().get("/staff/").text
    now = reading.one(round_, id_of("Good team"))
    reading.release(round_, now.id, (), now.seen, ada(house))
    assert f'href="{path}"' in house.signed_in().get("/staff/").text
    now = reading.one(round_, now.id)
    reading.confirm(round_, now.id, now.seen, bea(house))
    assert f'href="{path}"' not in house.signed_in().get("/staff/").text
