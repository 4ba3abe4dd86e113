"""Which column is meant, in lists as they come: those that one can see, and by what is in them."""

from __future__ import annotations

import pytest

from portal.errors import Refused
from portal.tabular.columns import columns, letter
from portal.tabular.rows import Sheet

ONE, BOSS, HOME = "one@example.org", "boss@example.org", "home@example.com"
Rows = tuple[tuple[str, ...], ...]


def sheet(rows: Rows, hidden: tuple[int, ...] = ()) -> Sheet:
    return Sheet(list(enumerate(rows, 1)), hidden=frozenset(hidden))


@pytest.mark.parametrize(
    ("rows", "emails", "names"),
    [
        ((("Email", "Name"), (ONE, "A")), (0,), (1,)),
        ((("Email", "Manager email"), (ONE, BOSS)), (0,), ()),
        ((("Staff email", "Manager email"), (ONE, BOSS)), (0, 1), ()),
        ((("Email", "E-mail"), (ONE, BOSS)), (0, 1), ()),
        ((("Who", "Boss"), (ONE, BOSS)), (0, 1), ()),
        ((("Who", "Boss"), (ONE, BOSS), (ONE, ""), (ONE, ""), (ONE, "")), (0,), ()),
        ((("Email consent", "Contact"), ("yes", ONE)), (1,), ()),
        ((("Address", "Email"), ("1 High Street", ONE)), (1,), ()),
        ((("Address", "Work e-mail"), ("1 High Street", ONE)), (1,), ()),
        ((("Forename", "Surname", "Mail"), ("A", "B", ONE)), (2,), (0, 1)),
        ((("Known as", "First name", "Last name", "Mail"), ("A", "C", "B", ONE)), (3,), (0, 2)),
        (((ONE, "A"), (BOSS, "B")), (0,), (1,)),
        (((ONE, BOSS, "A"), (ONE, BOSS, "B")), (0, 1), (2,)),
        ((("Staff list",), ("Email", "Name"), (ONE, "A")), (0,), (1,)),
        ((("Email list of staff",), ("Name", "Email"), ("A", ONE)), (1,), (0,)),
        ((("Questions to hr@example.org",), ("Name", "Email"), ("A", ONE)), (1,), (0,)),
    ],
)
def test_columns_are_known_by_headings_and_by_what_is_in_them(
    rows: Rows, emails: tuple[int, ...], names: tuple[int, ...]
) -> None:
    chosen = columns(sheet(rows))
    assert (chosen.emails, chosen.names) == (emails, names)


@pytest.mark.parametrize(
    ("heads", "hidden", "emails"),
    [
        (("Email", "Work email"), (0,), (1,)),
        (("Email", "Contact"), (0,), (1,)),
        (("Email", "Email"), (1,), (0,)),
        (("Email", "Manager email"), (0, 1), (0,)),
    ],
)
def test_a_hidden_column_never_wins_over_one_that_can_be_seen(
    heads: tuple[str, str], hidden: tuple[int, ...], emails: tuple[int, ...]
) -> None:
    assert columns(sheet((heads, (HOME, ONE)), hidden)).emails == emails


def test_a_hidden_column_of_names_is_read_only_where_there_is_no_other() -> None:
    rows = (("Name", "Full name", "Email"), ("A", "B", ONE))
    assert columns(sheet(rows, (0,))).names == (1,)
    assert columns(sheet(rows, (0, 1))).names == (0,)


def test_a_column_that_is_hidden_is_called_so() -> None:
    chosen = columns(sheet((("Email",), (ONE,)), (0,)))
    assert chosen.called(0) == "“Email” (column A) that is hidden"


def test_a_list_of_many_organisations_says_of_each_row_whose_it_is() -> None:
    rows = (("Council", "Name", "Email"), ("northshire", "A", ONE))
    chosen = columns(sheet(rows), of_many=True)
    assert (chosen.organisation, chosen.names, chosen.emails) == (0, (1,), (2,))
    with pytest.raises(Refused, match="No column is headed “Organisation”"):
        columns(sheet(rows[1:]), of_many=True)


@pytest.mark.parametrize("rows", [(("Email",), ("none",)), (("Questions to hr@example.org",),)])
def test_a_file_without_addresses_is_refused(rows: Rows) -> None:
    with pytest.raises(Refused):
        columns(sheet((*rows, ("Name", "Email"), ("A", ""))))


@pytest.mark.parametrize(("column", "called"), [(0, "A"), (25, "Z"), (26, "AA"), (99, "CV")])
def test_columns_are_lettered_as_in_a_spreadsheet(column: int, called: str) -> None:
    assert letter(column) == called


def test_a_refusal_says_which_sheet_was_read_where_there_are_others() -> None:
    note = "The workbook has 2 sheets; only the first, “Cover”, was read."
    with pytest.raises(Refused, match=r"email addresses\. The workbook has 2 sheets"):
        columns(Sheet([(1, ("Staff list",)), (2, ("by HR",))], note))
