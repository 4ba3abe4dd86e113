"""The Health Check Portal: see ``docs/`` and the floors in ``docs/architecture.md``."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask

from portal import settings as settings_module
from portal.cli import init_app as init_cli
from portal.settings import ROOT, Settings
from portal.store import db
from portal.vault.holding import Holds
from portal.vault.keys import KeyFolder
from portal.web import init_app as init_web
from portal.web.desk import Desk


def create_app(settings: Settings | None = None) -> Flask:
    """The web application of the site that respondents reach, of that for staff, or of both.

    Raises ``SettingsError``, one sentence, for whatever is not usable: settings, keys, database.
    """
    settings = settings or settings_module.load()
    app = Flask(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    holds = Holds()
    keys = KeyFolder(settings.keys, settings.keys_group, holds)
    if settings.sites != "staff":
        keys.refuse_closed()
    secret = keys.web_secret(settings.secret_key_file)
    db.init(settings.database, settings.database_group)
    desk = Desk(
        keys=keys,
        retire=holds.retire,
        web_secret=secret,
        clock=lambda: datetime.now(UTC),
        base_url=settings.base_url,
        https=settings.https,
        support=settings.support_contact,
        controller=settings.controller,
        privacy_contact=settings.privacy_contact,
        lawful_basis=settings.lawful_basis,
        sender="" if settings.notify else settings.mail_from,
        sites=settings.sites,
        questionnaires=ROOT / "questionnaires",
        proxies=settings.proxies,
    )
    app.extensions["settings"] = settings
    init_web(app, desk)
    init_cli(app)
    return app
