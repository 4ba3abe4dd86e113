"""The forms with which administrators decide about comments."""

from __future__ import annotations

from wtforms import HiddenField, StringField

from portal.web.forms import EditForm, SeveralField


class DecisionForm(EditForm):
    """It has everything that a reader can say of a comment; each part of the page sends some of
    it. ``go``: the button that was pressed."""

    go = HiddenField()
    removed = SeveralField("Words to strike out", "")
    why = StringField()
    note = StringField()

    @property
    def struck(self) -> frozenset[int]:
        """The numbers of the words that are ticked."""
        return frozenset(int(each) for each in self.removed.data or () if _is_number(each))


def _is_number(text: str) -> bool:
    """Tell whether it can be the number of a word; a browser may send anything."""
    return text.isdecimal() and len(text) < 6
