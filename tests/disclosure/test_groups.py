"""Into which groups people are split in what is told of an organisation."""

from __future__ import annotations

from portal.disclosure import groups
from portal.disclosure.groups import Split
from portal.disclosure.tally import Person, count
from tests.disclosure.people import questionnaire

WORKER, OTHER = "social_worker", "other_professional"


def split(*people: tuple[str | None, str | None, int], slips: int = 0) -> tuple[Split, ...]:
    """So many of each service and role; the last so many answered by a slip."""
    everybody = [said[:2] for said in people for _ in range(said[2])]
    letters = len(everybody) - slips
    atoms = count(Person("a", n < letters, said, {}, {}) for n, said in enumerate(everybody))
    return groups.splits(questionnaire(), atoms["a"], 10)


def services(*people: tuple[str | None, str | None, int], slips: int = 0) -> list[str]:
    [service, _] = split(*people, slips=slips)
    return [" ".join(name) for name in service.names]


def test_groups_of_enough_stand_by_themselves_in_the_questionnaires_order() -> None:
    both = [("adults", WORKER, 12), ("children", WORKER, 20)]
    assert services(*both) == ["children", "adults"]


def test_small_groups_and_those_who_did_not_say_take_in_the_next_smallest() -> None:
    """What nobody said is named with them: none and few look alike."""
    three = [("children", WORKER, 20), ("adults", WORKER, 12), ("other", WORKER, 3)]
    assert services(*three) == ["children", "adults mental_health other -"]
    unsaid = [("children", WORKER, 20), ("adults", WORKER, 12), (None, WORKER, 1)]
    assert services(*unsaid) == ["children", "adults mental_health other -"]
    enough = [("children", WORKER, 20), ("adults", WORKER, 12), (None, WORKER, 10)]
    assert services(*enough) == ["children", "adults", "mental_health other -"]


def test_one_group_is_no_split() -> None:
    [service, role] = split(("children", WORKER, 20), ("adults", WORKER, 9))
    assert not service.splits and not role.splits


def test_slips_make_no_group_large() -> None:
    two = [("children", WORKER, 20), ("adults", WORKER, 12)]
    assert services(*two, slips=3) == ["children adults mental_health other -"]


def test_roles_that_differ_from_services_by_a_few_are_no_split() -> None:
    """All but five of those in adult services are of another profession: roles less services would
    be theirs."""
    nested = [("children", WORKER, 20), ("adults", OTHER, 15), ("adults", WORKER, 5)]
    [service, role] = split(*nested)
    assert service.splits and not role.splits
    crossed = [(s, r, 10) for s in ("children", "adults") for r in (WORKER, OTHER)]
    assert all(each.splits for each in split(*crossed))


def test_the_later_splits_smallest_groups_are_one_before_it_goes() -> None:
    """Other professionals are those in children's services but for four."""
    service, role = split(
        *(("children", OTHER, 15), ("children", None, 1), ("children", WORKER, 3)),
        *(("adults", None, 11), ("adults", WORKER, 40)),
    )
    assert service.splits
    assert role.names == ((WORKER,), (OTHER, "-"))
