"""Say what became of a letter that was handed over, and why an address does not work."""

from __future__ import annotations

from typing import Protocol

from portal.post.letters import Letter


class Deliver(Protocol):
    """Hand a letter over, and return once it is on its way; else raise one of the below."""

    def __call__(self, letter: Letter, /) -> None: ...


class Refused(Exception):
    """This letter never reaches that address. The message says why in a few words, here as in all
    of these."""


class Doubted(Exception):
    """This letter was refused permanently, without saying whether the address or we are why.
    Letters to the same mail domain that are taken show that it is the address; where it is how the
    address is written (``of_form``), so do letters to any."""

    def __init__(self, why: str, *, of_form: bool = False) -> None:
        super().__init__(why)
        self.of_form = of_form


class Distrusted(Exception):
    """This letter was not taken, and that is not said of its address: it may be true of all letters
    of ours. Others that are taken show that it is not."""


class TryLater(Exception):
    """This letter was certainly not taken; it may be another time."""


class Unknown(Exception):
    """The connection was lost when the letter may have been taken already: nobody knows."""


class Down(Exception):
    """No letter at all can be handed over now; this one was not."""
