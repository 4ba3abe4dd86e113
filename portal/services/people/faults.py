"""What is wrong with the rows of a list of people, looked at by themselves and beside one
another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.services.people.invitations import faults_of, mailbox
from portal.tabular.people import Entry

FORMULA = "the cell holds a formula; write in what it shows"


def sound(
    entries: Iterable[Entry], *, whole: bool = False
) -> tuple[list[tuple[int, list[str]]], list[Entry]]:
    """Part rows with all that is wrong with them from those with nothing. ``whole``: the list is
    taken as a whole or not at all, so that an address is met once even in a row that is wrong."""
    faults, good, seen = [], [], dict[str, Entry]()
    for entry in entries:
        if wrong := _of_row(entry, seen, whole=whole):
            faults.append((entry.row, wrong))
        else:
            good.append(entry)
        if whole or not wrong:
            seen.setdefault(mailbox(entry.email), entry)
    return faults, good


def _of_row(entry: Entry, seen: Mapping[str, Entry], *, whole: bool) -> list[str]:
    """Find what is wrong with one row, the fault first that is told where only one is. ``seen``:
    the first entry of each mailbox above it."""
    if not whole and not entry.email:
        return ["there is no address"]
    if not whole and (entry.email.startswith("=") or entry.name.startswith("=")):
        return [FORMULA]
    faults = faults_of(entry.email, entry.name)
    if first := seen.get(mailbox(entry.email)):
        at = f"{'line' if whole else 'row'} {first.row}"
        same = first.email == entry.email
        again = f"the address stands in {at} too" if same else f"it leads to the mailbox of {at}"
        faults = [*faults, again] if whole else [again, *faults]
    return faults
