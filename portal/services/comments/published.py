"""The comments that reports hold: what two administrators have published, and nothing else."""

from __future__ import annotations

from portal.reports.quotes import Quote
from portal.services.rounds.register import RoundInfo
from portal.store.comments import PublishedComment


def of_organisation(round_: RoundInfo, organisation: str) -> tuple[Quote, ...]:
    """Return the published comments of an organisation, in an order by chance."""
    of_one = PublishedComment.organisation == organisation
    rows = (
        PublishedComment.select(PublishedComment.item, PublishedComment.text)
        .where((PublishedComment.round == round_.id) & of_one)
        .order_by(PublishedComment.id)
    )
    return tuple(Quote(row.item, row.text) for row in rows)
