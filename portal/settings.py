"""Turn the environment and ``instance/settings.toml`` into one frozen, checked object.

The environment wins over the file. Whatever is wrong stops the start with one sentence. Every
setting is described in ``docs/operator.md``.
"""

from __future__ import annotations

import grp
import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path

from portal.errors import SettingsError
from portal.post import servers
from portal.post.servers import NotifyService, SmtpServer

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, str] = {
    "PORTAL_BIND": "127.0.0.1:8000",
    "PORTAL_BASE_URL": "",
    "PORTAL_SITES": "both",
    "PORTAL_PROXIES": "0",
    "DATABASE_URL": "",
    "DATABASE_GROUP": "",
    "KEYS_GROUP": "",
    "SMTP_URL": "",
    "SMTP_PASSWORD_FILE": "",
    "SMTP_CA_FILE": "",
    "NOTIFY_KEY_FILE": "",
    "NOTIFY_TEMPLATE": "",
    "NOTIFY_URL": "https://api.notifications.service.gov.uk",
    "LETTERS_A_MINUTE": "1200",
    "BOUNCES_TO": "",
    "BOUNCES_MAILDIR": "",
    "MAIL_FROM": "Social Work Health Check <health-check@example.org>",
    "SUPPORT_CONTACT": "health-check@example.org",
    "CONTROLLER": "Northshire County Council, 1 Example Street, Northshire (an example)",
    "PRIVACY_CONTACT": "data-protection@example.org",
    "LAWFUL_BASIS": "a task in the public interest (Article 6(1)(e) of the UK GDPR; an example)",
    "SECRET_KEY_FILE": "",
}
CONTACTS = ("MAIL_FROM", "SUPPORT_CONTACT", "CONTROLLER", "PRIVACY_CONTACT", "LAWFUL_BASIS")
"""What people are told must be the operator's own before anybody is reached."""
_HOST = r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])"
_BIND = re.compile(rf"{_HOST}:([0-9]{{1,5}})")
_BASE_URL = rf"https?://{_HOST}(?::[0-9]{{1,5}})?/?"
_SQLITE = "sqlite:///"


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` has no slash at its end; ``sites`` is respond, staff or both; all paths are
    absolute; groups are numbers; ``letters_a_minute`` is 0 for as many as the mail server takes."""

    instance: Path
    bind: str
    base_url: str
    sites: str
    proxies: int
    database: Path
    database_group: int | None
    keys_group: int | None
    mail_from: str
    support_contact: str
    controller: str
    privacy_contact: str
    lawful_basis: str
    secret_key_file: Path
    smtp: SmtpServer | None
    notify: NotifyService | None
    letters_a_minute: int
    bounces_to: str
    bounces_maildir: Path | None

    @property
    def https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def keys(self) -> Path:
        """Return the key folder, which lies outside every backup."""
        return self.instance / "keys"

    @property
    def mail(self) -> Path:
        """Return the folder into which letters are put while no mail server is set."""
        return self.instance / "mail"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check everything. ``SettingsError`` says in one sentence what is wrong."""
    instance = Path(environment.get("PORTAL_INSTANCE") or ROOT / "instance").resolve()
    values = DEFAULTS | _file(instance / "settings.toml")
    values |= {name: environment[name] for name in DEFAULTS if environment.get(name)}
    _check(values)
    file, bounces = values["DATABASE_URL"].removeprefix(_SQLITE), values["BOUNCES_MAILDIR"]
    return Settings(
        instance=instance,
        bind=values["PORTAL_BIND"],
        base_url=(values["PORTAL_BASE_URL"] or f"http://{values['PORTAL_BIND']}").rstrip("/"),
        sites=values["PORTAL_SITES"],
        proxies=int(values["PORTAL_PROXIES"]),
        database=(instance / (file or "portal.sqlite")).resolve(),
        database_group=_group(values["DATABASE_GROUP"]),
        keys_group=_group(values["KEYS_GROUP"]),
        mail_from=values["MAIL_FROM"],
        support_contact=values["SUPPORT_CONTACT"],
        controller=values["CONTROLLER"],
        privacy_contact=values["PRIVACY_CONTACT"],
        lawful_basis=values["LAWFUL_BASIS"],
        secret_key_file=instance / (values["SECRET_KEY_FILE"] or "keys/web.secret"),
        smtp=servers.smtp_server(values, instance),
        notify=servers.notify_service(values, instance),
        letters_a_minute=int(values["LETTERS_A_MINUTE"]),
        bounces_to=parseaddr(values["BOUNCES_TO"] or values["MAIL_FROM"])[1],
        bounces_maildir=instance / bounces if bounces else None,
    )


def _file(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"settings.toml cannot be read: {error}.") from error
    values = {name.upper(): value for name, value in given.items()}
    if unknown := sorted(values.keys() - DEFAULTS.keys()):
        raise SettingsError(
            f"settings.toml has an unknown setting “{unknown[0].lower()}”;"
            f" it may hold {', '.join(sorted(DEFAULTS)).lower()}."
        )
    for name, value in values.items():
        if not isinstance(value, str):
            raise SettingsError(f"settings.toml: {name.lower()} must be text in quotation marks.")
    return values


def _group(name: str) -> int | None:
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        return None


def _is_bind(value: str) -> bool:
    port = _BIND.fullmatch(value)
    return port is not None and 1 <= int(port[1]) <= 65535


def _is_sender(value: str) -> bool:
    address = parseaddr(value)[1]
    try:
        return address.isascii() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, HeaderParseError):
        return False


def _is_group(value: str) -> bool:
    return _group(value) is not None


def _like(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern).fullmatch


_FORMS: dict[str, tuple[Callable[[str], object], str]] = {
    "PORTAL_BIND": (_is_bind, "an address and a port"),
    "PORTAL_BASE_URL": (_like(_BASE_URL), "like https://health-check.example.org"),
    "PORTAL_SITES": (_like("respond|staff|both"), "respond, staff or both"),
    "PORTAL_PROXIES": (_like("[0-9]"), "a number from 0 to 9"),
    "DATABASE_URL": (_like(f"{_SQLITE}.+"), "like sqlite:////path/to/file"),
    "DATABASE_GROUP": (_is_group, "a group of this system"),
    "KEYS_GROUP": (_is_group, "a group of this system"),
    "MAIL_FROM": (_is_sender, "like Health check <name@example.org>"),
    "LETTERS_A_MINUTE": (_like("[0-9]{1,6}"), "a number from 0 to 999999"),
    "BOUNCES_TO": (_is_sender, "like Health check <name@example.org>"),
}
"""Each setting that has a form, with what holds for a value of it and the words for that. Nothing
that may hold a secret can stand here, because whoever is refused is shown the value."""


def _check(values: Mapping[str, str]) -> None:
    """Refuse what does not have its form. What an installation that others reach says of who runs
    it may not be the examples."""
    for name, value in values.items():
        if not value.isprintable():
            raise SettingsError(f"{name} must be one line of text.")
    for name, (holds, words) in _FORMS.items():
        if (value := values[name]) != DEFAULTS[name] and not holds(value):
            raise SettingsError(f"{name} must be {words}, not “{value}”.")
    examples = [name for name in CONTACTS if values[name] == DEFAULTS[name]]
    if values["PORTAL_BASE_URL"].startswith("https://") and examples:
        raise SettingsError(
            f"{', '.join(examples)} must be set to your own: people are told an example."
        )
