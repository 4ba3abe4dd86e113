from __future__ import annotations

import pytest

from portal.errors import EditedMeanwhile
from portal.services import editing

SHOWN = {"title": "Spring check", "series": "", "text": "One.\n\nTwo."}
SEEN = editing.fingerprint(SHOWN)


def test_what_is_as_it_was_shown_may_be_changed() -> None:
    editing.check(SEEN, dict(SHOWN), "round")


def test_whoever_edits_without_a_form_is_not_asked_what_it_showed() -> None:
    editing.check(None, SHOWN, "round")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"title": "Summer check"}, "this page: title, now “Summer check”. Your changes"),
        ({"title": ""}, "title, now empty."),
        ({"text": "One.\n\nThree."}, "this page: text. Your changes"),
        ({"title": "x" * 201}, "this page: title. Your changes"),
        ({"title": "A", "series": "B"}, "title, now “A”; series, now “B”."),
    ],
)
def test_what_has_changed_meanwhile_is_told(change: dict[str, str], told: str) -> None:
    with pytest.raises(EditedMeanwhile, match="Your changes are not saved yet") as caught:
        editing.check(SEEN, SHOWN | change, "round")
    assert told in str(caught.value)
    editing.check(caught.value.now, SHOWN | change, "round")


@pytest.mark.parametrize("seen", ["", "..", "nothing of ours", SEEN[:-1]])
def test_a_fingerprint_that_is_none_of_ours_is_not_what_is_there(seen: str) -> None:
    with pytest.raises(EditedMeanwhile):
        editing.check(seen, SHOWN, "round")


def test_a_value_does_not_pass_for_another_ones() -> None:
    with pytest.raises(EditedMeanwhile, match="series, now “Spring check”"):
        editing.check(SEEN, SHOWN | {"series": "Spring check"}, "round")
