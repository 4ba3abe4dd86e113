"""What people wrote: published for most organisations, as if two had read it; Southborough's waits
to be read."""

from __future__ import annotations

from portal.cli.demonstration.stage import Stage
from portal.services.rounds.register import THIS_YEAR

WAITING = "southborough"
NAMING = {
    "safe_comment": "Ask Jane Okafor on duty what happened on 12 March: she was left alone.",
    "good_comment": "Since the move to Harbour House my manager Tom rings me at home, on 07700"
    " 900123.",
    "last_comment": "I am the only one in Thornwick who works part time, and it shows.",
}
"""What somebody of that organisation wrote, in which others are named."""


def publish(stage: Stage) -> None:  # noqa: ARG001 - a part is given the stage
    """Publish each sentence of an organisation once, and leave the rest out."""
    from portal.services.lifecycle import demonstration

    demonstration.publish_comments(THIS_YEAR, besides=WAITING)
