"""What the count does with people's own words."""

from __future__ import annotations

from collections import Counter

from portal.services.lifecycle import counting
from portal.services.rounds import register as rounds
from portal.store.answers import Ballot
from portal.store.results import Comment, Response
from tests.factories import House
from tests.services import ballots, scenes


def count(house: House) -> None:
    ballots.close(house)
    counting.count(
        rounds.by_code("spring").id, ballots.manifest_of(house), ballots.key_of(house), house.now
    )


def everybody_writes(house: House, organisation: str) -> Counter[str]:
    """What each wrote, all of it different."""
    wrote = Counter[str]()
    for n, link in enumerate(house.links(organisation)):
        text = f"{organisation} remark {n}"
        scenes.respond(house, link, heard="disagree", why=text)
        wrote[text] += 1
    return wrote


def test_comments_are_kept_from_twenty_who_answered(house: House) -> None:
    house.open_round(northshire=20)
    wrote = everybody_writes(house, "northshire")
    count(house)
    assert Counter(row.text for row in Comment.select()) == wrote


def test_comments_are_withheld_under_twenty_who_answered(house: House) -> None:
    house.open_round(northshire=20, southborough=19)
    wrote = everybody_writes(house, "northshire")
    everybody_writes(house, "southborough")
    count(house)
    assert Counter(row.text for row in Comment.select()) == wrote
    assert Response.select().count() == 39


def test_invited_people_who_did_not_answer_do_not_make_twenty(house: House) -> None:
    house.open_round(northshire=30)
    for link in house.links()[:19]:
        scenes.respond(house, link, heard="disagree", why="words")
    count(house)
    assert not Comment.select().exists()


def test_nothing_leads_from_a_comment_to_a_response(house: House) -> None:
    house.open_round(northshire=20)
    everybody_writes(house, "northshire")
    count(house)
    columns = {column.name for column in Comment._meta.sorted_fields}
    assert columns == {"id", "round", "organisation", "item", "text"}
    assert not {row.id for row in Comment.select()} & {row.id for row in Response.select()}


def test_comments_have_an_order_of_their_own(house: House) -> None:
    house.open_round(northshire=30)
    wrote = list(everybody_writes(house, "northshire"))
    lay = [ballots.content_of(house, row)["answers"]["why"] for row in Ballot.select()]
    count(house)
    stored = [row.text for row in Comment.select().order_by(Comment.id)]
    assert sorted(stored) == sorted(wrote)
    assert stored not in (wrote, wrote[::-1], lay, lay[::-1])


def test_no_free_text_stays_among_the_answers(house: House) -> None:
    house.open_round(northshire=20)
    for link in house.links():
        said = {"service": "other", "service__other": "Fostering in Elm Lane"}
        scenes.respond(house, link, heard="disagree", why="Too many forms", **said)
    count(house)
    kept = "".join(row.answers + row.scores for row in Response.select())
    assert "Elm Lane" not in kept
    assert "forms" not in kept
    items = Counter((row.item, row.text) for row in Comment.select())
    assert items == {("why", "Too many forms"): 20, ("service__other", "Fostering in Elm Lane"): 20}


def test_words_come_out_letter_by_letter_as_they_went_in(house: House) -> None:
    text = "“Quotes”, 'more', <b>tags</b>, שלום, 👩🏽‍⚕️\nand a second line; ½ of it"
    house.open_round(northshire=20)
    scenes.everybody_responds(house, heard="disagree", why=text)
    count(house)
    assert {row.text for row in Comment.select()} == {text}


def test_a_raised_threshold_holds_for_comments_too(house: House) -> None:
    house.open_round(northshire=20, threshold=21)
    everybody_writes(house, "northshire")
    count(house)
    assert Comment.select().count() == 0
