"""What is typed in or pasted: who is in each line, and nothing of it lost."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular import people, typed

R, Z = "remi@example.org", "zoe@example.org"


def read(text: str) -> list[tuple[int, str, str]]:
    entries = people.entries(typed.read(text, 100), {})
    return [(entry.row, entry.email, entry.name) for entry in entries]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        (f"{R}, Okafor, Remi", [(1, R, "Remi Okafor")]),
        (
            f'"Okafor, Remi" <{R}>, "O\'Hara, Zoe" <{Z}>',
            [(1, R, "Remi Okafor"), (1, Z, "Zoe O'Hara")],
        ),
        (f"Okafor, Remi <{R}>; O'Hara, Zoe <{Z}>;", [(1, R, "Remi Okafor"), (1, Z, "Zoe O'Hara")]),
        (f"Remi <{R}>, Zoe <{Z}>", [(1, R, "Remi"), (1, Z, "Zoe")]),
        (f"{R}, Remi, {Z}, Zoe", [(1, R, "Remi"), (1, Z, "Zoe")]),
        (f"{R}, {Z}", [(1, R, ""), (1, Z, "")]),
        (f"{R}\n\n {Z} \tZoe\n", [(1, R, ""), (3, Z, "Zoe")]),
        (f"{R} {Z}", [(1, f"{R} {Z}", "")]),
        ("Remi, bad\n@", [(1, "Remi, bad", ""), (2, "@", "")]),
    ],
)
def test_each_person_in_a_line_is_found(text: str, listed: list[tuple[int, str, str]]) -> None:
    assert read(text) == listed


@pytest.mark.parametrize(("text", "said"), [("", "at least one"), ("a@x\n" * 101, "100 addresses")])
def test_nobody_and_far_too_many_are_refused(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        typed.read(text, 100)
