"""Every error that a person may meet, each one plain sentence.

Raised low, in the words of the domain; mapped to an answer once (``web/errors.py`` for pages,
``cli`` for commands).
"""

from __future__ import annotations


class PortalError(Exception):
    """Something that the person can be told in one sentence, which is the message."""


class SettingsError(PortalError):
    """A setting, key or file of the installation is not usable; the start stops here."""


class NotFound(PortalError):
    """What was asked for is not here, or the link or code does not lead to anything."""


class LinkUnknown(NotFound):
    """A link or code leads nowhere. It may be of a round that has closed: what would tell is
    destroyed then. ``closed``: when the last round closed, in words, nothing if none has yet;
    ``over``: no round takes answers now, so that nobody's link can lead anywhere."""

    def __init__(self, message: str, closed: str = "", *, over: bool = False) -> None:
        super().__init__(message)
        self.closed, self.over = closed, over


class NoAnswersHere(NotFound):
    """This browser holds no code that leads to answers."""


class Refused(PortalError):
    """The input is not acceptable; the message says what would be right."""


class Conflict(PortalError):
    """The state of things does not allow this now (any more, or yet)."""


class RoundClosed(Conflict):
    """The round takes no more answers."""


class RoundPaused(Conflict):
    """The database does not say of the round what its manifest says, so nothing of it is served."""


class RoundNotOpen(Conflict):
    """The round has not opened yet."""


class AlreadySubmitted(Conflict):
    """These answers were already submitted."""


class DraftGone(Conflict):
    """Answers that were begun by an open link are not here any more: submitted, or never saved for
    a day, so that somebody else has their place."""


class LinkRevoked(Conflict):
    """The link no longer works: a newer one has taken its place, or its owner was taken off."""


class LinkWithdrawn(LinkRevoked):
    """An open link leads nowhere any more. ``round_code``: a browser may hold answers that were
    begun by it, with which it can go on."""

    def __init__(self, message: str, round_code: str = "") -> None:
        super().__init__(message)
        self.round_code = round_code


class StartedTooOften(Conflict):
    """As many sets of answers as one link may have were begun with it, and none was submitted."""


class TooManyInProgress(Conflict):
    """As many sets of answers as an open link may have are in progress at this moment."""


class TooManyByOpenLink(Conflict):
    """As many answers as an organisation's open link may bring have come in a round."""


class ChangedElsewhere(Conflict):
    """The same page was changed in another tab or on another device since it was shown."""


class EditedMeanwhile(Conflict):
    """Somebody else has saved what this person is editing. ``now``: the fingerprint of what is
    there now, with which the next try says that it knows of it."""

    def __init__(self, message: str, now: str = "") -> None:
        super().__init__(message)
        self.now = now


class ReportWaits(Conflict):
    """Reports are there, but an administrator has not published them."""


class CountRefused(Conflict):
    """The count stopped; nothing was destroyed."""
