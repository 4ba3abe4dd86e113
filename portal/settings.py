"""Environment and ``instance/settings.toml`` -> one frozen, checked object.

The environment wins over the file. Whatever is wrong stops the start with one sentence. Every
setting is described in ``docs/operator.md``.
"""

from __future__ import annotations

import grp
import os
import re
import tomllib
from collections.abc import Mapping
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
    "SECRET_KEY_FILE": "",
}
_HOST = r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])"
_BIND = re.compile(rf"{_HOST}:([0-9]{{1,5}})")
_BASE_URL = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?/?")


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` has no slash at its end; ``sites`` is respond, staff or both; all paths are
    absolute; groups are numbers; ``letters_a_minute`` is 0 for as many as go."""

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
        """The key folder: outside every backup."""
        return self.instance / "keys"

    @property
    def mail(self) -> Path:
        """Where letters are put while no mail server is set."""
        return self.instance / "mail"


def load(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read and check everything. Raises ``SettingsError``, one sentence."""
    instance = Path(environment.get("PORTAL_INSTANCE") or ROOT / "instance").resolve()
    values = DEFAULTS | _file(instance / "settings.toml")
    values |= {name: environment[name] for name in DEFAULTS if environment.get(name)}
    for name, value in values.items():
        if not value.isprintable():
            raise SettingsError(f"{name} must be one line of text.")
    bind = _bind(values["PORTAL_BIND"])
    secret, bounces = values["SECRET_KEY_FILE"], values["BOUNCES_MAILDIR"]
    base_url = _base_url(values["PORTAL_BASE_URL"] or f"http://{bind}")
    _check_contacts(values, base_url)
    return Settings(
        instance=instance,
        bind=bind,
        base_url=base_url,
        sites=_sites(values["PORTAL_SITES"]),
        proxies=_proxies(values["PORTAL_PROXIES"]),
        database=_database(values["DATABASE_URL"], instance),
        database_group=_group("DATABASE_GROUP", values["DATABASE_GROUP"]),
        keys_group=_group("KEYS_GROUP", values["KEYS_GROUP"]),
        mail_from=_sender("MAIL_FROM", values["MAIL_FROM"]),
        support_contact=values["SUPPORT_CONTACT"],
        secret_key_file=(instance / secret if secret else instance / "keys" / "web.secret"),
        smtp=servers.smtp_server(values, instance),
        notify=servers.notify_service(values, instance),
        letters_a_minute=_number("LETTERS_A_MINUTE", values["LETTERS_A_MINUTE"]),
        bounces_to=parseaddr(_sender("BOUNCES_TO", values["BOUNCES_TO"] or values["MAIL_FROM"]))[1],
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


def _bind(value: str) -> str:
    port = _BIND.fullmatch(value)
    if port is None or not 1 <= int(port[1]) <= 65535:
        raise SettingsError(f"PORTAL_BIND must be an address and a port, not “{value}”.")
    return value


def _base_url(value: str) -> str:
    if not _BASE_URL.fullmatch(value):
        raise SettingsError(
            f"PORTAL_BASE_URL must be like https://health-check.example.org, not “{value}”."
        )
    return value.rstrip("/")


def _sites(value: str) -> str:
    if value not in ("respond", "staff", "both"):
        raise SettingsError(f"PORTAL_SITES must be respond, staff or both, not “{value}”.")
    return value


def _proxies(value: str) -> int:
    if not re.fullmatch("[0-9]", value):
        raise SettingsError(f"PORTAL_PROXIES must be a number from 0 to 9, not “{value}”.")
    return int(value)


def _database(value: str, instance: Path) -> Path:
    if not value:
        return instance / "portal.sqlite"
    if not value.startswith("sqlite:///") or len(value) == len("sqlite:///"):
        raise SettingsError(f"DATABASE_URL must be like sqlite:////path/to/file, not “{value}”.")
    return (instance / value.removeprefix("sqlite:///")).resolve()


def _group(name: str, value: str) -> int | None:
    if not value:
        return None
    try:
        return grp.getgrnam(value).gr_gid
    except KeyError:
        raise SettingsError(f"{name} must be a group of this system, not “{value}”.") from None


def _check_contacts(values: Mapping[str, str], base_url: str) -> None:
    """An installation that others reach needs addresses that reach somebody."""
    for name in ("MAIL_FROM", "SUPPORT_CONTACT"):
        if base_url.startswith("https://") and values[name] == DEFAULTS[name]:
            raise SettingsError(f"{name} must be set to an address of yours: it is an example.")


def _number(name: str, value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 6:
        raise SettingsError(f"{name} must be a number from 0 to 999999, not “{value}”.")
    return int(value)


def _sender(name: str, value: str) -> str:
    address = parseaddr(value)[1]
    try:
        good = address.isascii() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, HeaderParseError):
        good = False
    if not good:
        raise SettingsError(f"{name} must be like Health check <name@example.org>, not “{value}”.")
    return value
