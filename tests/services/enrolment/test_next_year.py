"""The sheet of next year: what is new, renamed, merged, left or followed is told apart, and asked
where it cannot be known."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.services.enrolment.importing import Enrolment
from portal.services.organisations import register as organisations
from portal.services.rounds import planning
from portal.services.rounds import register as rounds
from portal.services.staff import accounts, team
from portal.store.people import Invitation
from tests.factories import ADA, House
from tests.services.enrolment.sheets import (
    NORTH,
    PLACE,
    RETURN,
    SOUTH,
    chosen,
    look,
    put,
)

ROUNDS = ("spring", "returns")
NEW_NAME = ("", "Southern Council", *SOUTH[2:])
OTHER_CODE = ("E07", "Southern Council", *PLACE, "", *SOUTH[5:])
BOTH = ("", "Both Councils", *PLACE, "north.example.org south.example.org", "", "")
WITH_SOUTH = (*NORTH[:4], f"{NORTH[4]} {SOUTH[4]}", *NORTH[5:])
SITA = (*SOUTH[:5], "Sita Elm", "sita@south.example.org")
ALONE = (*SOUTH[:5], "", "")


@pytest.fixture
def house(house: House) -> House:
    """Last year's sheet has been written; its returns' links wait."""
    organisations.put(
        [
            (2, dict(zip(("code", "name", "type", "region", "domains"), row, strict=False)))
            for row in (NORTH, SOUTH)
        ],
        ADA,
        house.now,
    )
    accounts.add(ADA, "administrator", None, ADA, house.now)
    for round_code, source in (("spring", {}), ("returns", {"source": RETURN})):
        house.round(round_code, organisations=("north", "south"), **source)
    put(NORTH, SOUTH, given=chosen(*ROUNDS))
    return house


def answers(*rows: tuple[str, ...], **wanted: str) -> dict[str, str]:
    """The chosen rounds, and of each question that is asked the answer that is wanted, by how its
    key begins."""
    given = dict(chosen(*ROUNDS))
    for _ in range(2):
        shown = look(*rows, given=given)
        for each in shown.questions if shown.asks else ():
            given[each.key] = wanted[each.key.partition("-")[0]]
    return given


def state() -> dict[str, str]:
    """By organisation: its name, who may sign in, who takes part, and who has the return's link."""
    taking_part = {
        code: [each for each in ROUNDS if code in planning.taking_part(rounds.by_code(each).id)]
        for code in organisations_there()
    }
    linked = {row.organisation_id: row.email.partition("@")[0] for row in Invitation.select()}
    return {
        code: " ".join(
            [
                organisations.name_of(code).partition(" ")[0],
                *(
                    each.email.partition("@")[0]
                    for each in accounts.every()
                    if each.organisation == code and not each.suspended
                ),
                f"in {len(taking_part[code])}",
                f"link {linked.get(code, 'none')}",
            ]
        )
        for code in organisations_there()
    }


def organisations_there() -> list[str]:
    return [
        code for code in ("north", "south", "southern", "both-councils", "E07") if code in known()
    ]


def known() -> set[str]:
    return {each.code for each in organisations.listing()}


STAYS = "North nora in 2 link nora"
SOUTH_STAYS = "South sam in 2 link sam"


@pytest.mark.parametrize(
    ("rows", "asked", "wanted", "after"),
    [
        pytest.param((NORTH, SOUTH), [], {}, {}, id="nothing is another"),
        pytest.param(
            (NORTH, ("south", "Southern Council", *SOUTH[2:])),
            [],
            {},
            {"south": "Southern sam in 2 link sam"},
            id="renamed, with its code",
        ),
        pytest.param(
            (NORTH, NEW_NAME),
            ["“Southern Council” (row 3) has a principal social worker of “South Council”"],
            {"same": "south"},
            {"south": "Southern sam in 2 link sam"},
            id="renamed, without a code",
        ),
        pytest.param(
            (NORTH, OTHER_CODE),
            ["“Southern Council” (row 3) has a principal social worker of “South Council”"],
            {"same": "south"},
            {"south": "Southern sam in 2 link sam"},
            id="renamed, with another code",
        ),
        pytest.param(
            (NORTH, (*NEW_NAME[:5], "", "")),
            [
                "“Southern Council” (row 3) has the mail domain of “South Council”",
                "South Council takes part in “Spring check” and “Spring check”",
            ],
            {"same": "new", "left": "leave-and-suspend"},
            {"south": "South in 0 link none", "southern": "Southern in 2 link none"},
            id="new, with the domain of one that has left",
        ),
        pytest.param(
            (BOTH,),
            [
                "“Both Councils” (row 2) has the mail domain of “North Council” and the",
                "South Council takes part in",
                "Nora Ash (nora@north.example.org), principal social worker of Both Councils",
            ],
            {"same": "north", "left": "leave", "psw": "keep"},
            {"north": "Both nora in 2 link nora", "south": "South sam in 0 link none"},
            id="two are one, which goes on",
        ),
        pytest.param(
            (WITH_SOUTH,),
            [
                "South Council takes part in “Spring check” and “Spring check”, and is not in the"
                " file. Its mail domain is now that of North Council."
            ],
            {"left": "leave-and-suspend"},
            {"south": "South in 0 link none"},
            id="merged into another",
        ),
        pytest.param(
            (NORTH, SITA),
            ["Sam Birch (sam@south.example.org), principal social worker of South Council, is not"],
            {"psw": "to-0"},
            {"south": "South sita in 2 link sita"},
            id="followed by somebody new",
        ),
        pytest.param(
            (NORTH, SITA),
            None,
            {"psw": "keep"},
            {"south": "South sam sita in 2 link sam"},
            id="kept",
        ),
        pytest.param(
            (NORTH, SITA),
            None,
            {"psw": "suspend"},
            {"south": "South sita in 2 link sam"},
            id="ended",
        ),
        pytest.param(
            (NORTH, ALONE), None, {"psw": "suspend"}, {"south": "South in 2 link sam"}, id="alone"
        ),
    ],
)
def test_what_became_of_each_is_told_apart(
    house: House,
    rows: tuple[tuple[str, ...], ...],
    asked: list[str] | None,
    wanted: dict[str, str],
    after: dict[str, str],
) -> None:
    given = answers(*rows, **wanted)
    questions = look(*rows, given=given).questions
    if questions:
        with pytest.raises(Refused, match="--answer"):
            put(*rows, given=chosen(*ROUNDS))
    for expected, question in zip(
        asked or (), sorted(questions, key=lambda q: q.key), strict=False
    ):
        assert question.text
        assert any(expected in each.text for each in questions), expected
    assert asked is None or len(questions) == len(asked)
    put(*rows, given=given)
    assert state() == {"north": STAYS, "south": SOUTH_STAYS} | after
    assert not look(*rows, given=answers(*rows, **wanted)).writes


def test_many_are_asked_about_together_and_one_by_one_where_somebody_wishes_so(
    house: House,
) -> None:
    def sheet(psw: str) -> list[tuple[str, ...]]:
        return [
            ("", f"Place {n}", *PLACE, "", f"{psw.title()} {n}", f"{psw}{n}@example.org")
            for n in range(6)
        ]

    given = {"left": "stay", **chosen(*ROUNDS), "left-north": "stay", "left-south": "stay"}
    put(*sheet("old"), given=given)
    together = look(*sheet("new"), given=given)
    asked = [each for each in together.questions if not each.answer(together.answers)]
    assert [each.key for each in asked] == ["psws-followed"]
    assert asked[0].hint.count("@example.org), new New") == 6
    one_by_one = look(*sheet("new"), given={**given, "psws-followed": "each"})
    keys = [each.key for each in one_by_one.questions if each.key.startswith("psw-")]
    assert len(keys) == 6
    assert not any("example" in key for key in keys)
    some = {**given, "psws-followed": "each", **dict.fromkeys(keys, "keep"), keys[0]: "to-0"}
    assert len(look(*sheet("new"), given=some).turns) == 1
    put(*sheet("new"), given={**given, "psws-followed": "to-0"})
    suspended = {each.email for each in accounts.every() if each.suspended}
    assert suspended == {f"old{n}@example.org" for n in range(6)}
    linked = {row.email for row in Invitation.select()}
    assert linked >= {f"new{n}@example.org" for n in range(6)}


@pytest.mark.parametrize("followed", ["to-0", "keep"])
def test_what_is_chosen_for_those_who_are_followed_is_of_nobody_else(
    house: House, followed: str
) -> None:
    def sheet(psw: str) -> list[tuple[str, ...]]:
        return [
            ("", f"Place {n}", *PLACE, "", f"{psw.title()} {n}", f"{psw}{n}@example.org")
            for n in range(6)
        ]

    put(NORTH, SOUTH, *sheet("old"))
    accounts_there = {each.email: each for each in accounts.every()}
    team.suspend(accounts_there["nora@north.example.org"], ADA, house.now)
    south = (*SOUTH[:5], "", "")
    given = {"psws-followed": followed}
    asked = look(NORTH, south, *sheet("new"), given=given)
    keys = [each.key for each in asked.questions if each.key.startswith("psw-")]
    assert len(keys) == 2
    ways = {key: asked_way(asked, key) for key in keys}
    done = put(NORTH, south, *sheet("new"), given={**given, **ways})
    state = {each.email: each.suspended for each in accounts.every()}
    assert (state["nora@north.example.org"], state["sam@south.example.org"]) == (False, True)
    assert sum(turn.what == "to-" for turn in done.turns) == (6 if followed == "to-0" else 0)


def asked_way(of: Enrolment, key: str) -> str:
    """The way that changes something: suspend, or reinstate."""
    [question] = [each for each in of.questions if each.key == key]
    [way] = [value for value, _ in question.choices if value != "keep"]
    return way


def test_more_places_have_left_than_can_be_asked_about_one_by_one(house: House) -> None:
    others = [("", f"Place {n}", *PLACE, "", "", "") for n in range(6)]
    put(NORTH, SOUTH, *others, given=chosen("spring"))
    (left,) = look(NORTH, given=chosen("spring")).questions
    assert left.text.startswith("7 organisations take part in the chosen rounds")
    assert [value for value, _ in left.choices] == ["stay", "leave", "leave-and-suspend", "each"]
    put(NORTH, given=chosen("spring", left="leave"))
    assert planning.taking_part(rounds.by_code("spring").id) == ("north",)
    assert not accounts.by_email("sam@south.example.org").suspended
