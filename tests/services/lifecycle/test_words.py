"""Single words that people say of their organisation are told at the count, if five said them."""

from __future__ import annotations

import pytest

from portal.services.answering.responding import Posted
from portal.services.reports import released
from portal.services.rounds import register as rounds
from portal.store.results import Comment
from tests.factories import SMALL, House
from tests.services import scenes

WITH_WORDS = SMALL.replace(
    "# Support {#support}",
    """\
```question
id: in_words
type: words
label: Which two words describe us?
count: 2
```

# Support {#support}""",
)


def say(house: House, link: str, *words: str) -> None:
    code = scenes.begin(house, link)
    about = {"q_service": ["adults"], "q_in_words": list(words)}
    scenes.save_page(house, code, Posted("about", about))
    scenes.save_page(house, code, Posted("support", {"q_heard": ["agree"], "q_safe": ["agree"]}))
    scenes.submit(house, code, "spring")


def told(house: House) -> dict[str, int]:
    house.work(days=8)
    house.work()
    cells = released.every(rounds.by_code("spring").id)
    return {" ".join(c.part): c.figure.value for c in cells if c.measure == "word"}


def test_words_are_told_in_small_letters_and_names_are_not(house: House) -> None:
    house.open_round(northshire=12, source=WITH_WORDS)
    said = [("Busy", "Sandra")] * 6 + [("busy.", "kind")] * 5 + [("kind", "lonely")]
    for link, words in zip(house.links(), said, strict=True):
        say(house, link, *words)
    assert told(house) == {"busy": 3, "kind": 2}


def test_words_of_fewer_than_ten_who_answered_are_not_told(house: House) -> None:
    house.open_round(northshire=12, source=WITH_WORDS)
    for number, link in enumerate(house.links()):
        say(house, link, *(["busy"] if number < 9 else []))
    assert scenes.left_behind()[1] == 12
    assert told(house) == {}


@pytest.mark.parametrize("kept", [True, False])
def test_what_each_said_outlives_the_count_only_beside_single_responses(
    house: House, kept: bool
) -> None:
    house.open_round(northshire=24, source=WITH_WORDS, responses_kept=kept)
    for link in house.links():
        say(house, link, "busy", "Sandra")
    assert told(house) == {"busy": 3}
    assert {row.text for row in Comment.select()} == ({"busy", "Sandra"} if kept else set())
