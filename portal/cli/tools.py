"""The worker's tools: the one place that puts the key folder, the mail and the letters' sender
together."""

from __future__ import annotations

from flask import current_app

from portal.jobs import Tools
from portal.post import delivery
from portal.post.letters import Letter
from portal.services.outbox import Sender
from portal.settings import Settings
from portal.vault.keys import KeyFolder


def tools() -> Tools:
    settings: Settings = current_app.extensions["settings"]

    def deliver(letter: Letter) -> None:
        delivery.into_folder(settings.mail, letter, settings.mail_from)

    return Tools(
        keys=KeyFolder(settings.keys),
        deliver=deliver,
        sender=Sender(settings.base_url, settings.support_contact),
    )
