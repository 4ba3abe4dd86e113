"""Put the worker's tools together: the key folder, the mail and the letters' sender."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from portal.post import mail_folder, notify, notify_failures, smtp
from portal.post.letters import Letter
from portal.post.outcomes import Deliver
from portal.services.letters.outbox import Sender
from portal.settings import Settings
from portal.vault.holding import Holds
from portal.vault.keys import KeyFolder
from portal.worker import processes
from portal.worker.postman import Postman
from portal.worker.tools import Failures, Tools


def tools(settings: Settings) -> Tools:
    """Make the tools from the settings. Raises ``SettingsError`` for a secret that cannot be
    read."""
    to_people = settings.smtp or settings.notify
    deliver, reach, failed = _post(settings)
    return Tools(
        keys=KeyFolder(settings.keys, settings.keys_group, Holds()),
        deliver=deliver,
        reach=reach,
        sender=Sender(
            settings.base_url,
            settings.support_contact,
            "" if settings.notify else settings.mail_from,
        ),
        postman=Postman(a_minute=settings.letters_a_minute if to_people else 0),
        clear=partial(mail_folder.clear, settings.mail),
        bounces=settings.bounces_maildir,
        failures=failed,
        apart=processes.apart,
        renew=processes.renew,
    )


def _post(settings: Settings) -> tuple[Deliver, Callable[[], None], Failures | None]:
    """Return what hands a letter over, what raises ``Down`` where it could not, and what knows of
    failures if they do not come back."""
    if settings.smtp:
        server = smtp.connect(settings.smtp, settings.mail_from, settings.bounces_to)
        return server, server.reach, None
    if settings.notify:
        service = notify.connect(settings.notify, lambda: datetime.now(UTC))
        return service, service.reach, partial(notify_failures.since, notify=service)

    def into_folder(letter: Letter) -> None:
        mail_folder.into_folder(settings.mail, letter, settings.mail_from)

    return into_folder, lambda: None, None
