"""Environment and ``instance/settings.toml`` -> one frozen, checked object.

The environment wins over the file. Whatever is wrong stops the start with one sentence. Every
setting is described in ``docs/operator.md``.
"""

from __future__ import annotations

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

ROOT = Path(__file__).resolve().parent.parent

DEFAULTS: dict[str, str] = {
    "PORTAL_BIND": "127.0.0.1:8000",
    "PORTAL_BASE_URL": "",
    "PORTAL_PROXIES": "0",
    "DATABASE_URL": "",
    "MAIL_FROM": "Social Work Health Check <health-check@example.org>",
    "SUPPORT_CONTACT": "health-check@example.org",
    "SECRET_KEY_FILE": "",
}
_HOST = r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])"
_BIND = re.compile(rf"{_HOST}:([0-9]{{1,5}})")
_BASE_URL = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?/?")


@dataclass(frozen=True, slots=True)
class Settings:
    """``base_url`` has no slash at its end; all paths are absolute."""

    instance: Path
    bind: str
    base_url: str
    proxies: int
    database: Path
    mail_from: str
    support_contact: str
    secret_key_file: Path

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
    secret = values["SECRET_KEY_FILE"]
    return Settings(
        instance=instance,
        bind=bind,
        base_url=_base_url(values["PORTAL_BASE_URL"] or f"http://{bind}"),
        proxies=_proxies(values["PORTAL_PROXIES"]),
        database=_database(values["DATABASE_URL"], instance),
        mail_from=_mail_from(values["MAIL_FROM"]),
        support_contact=values["SUPPORT_CONTACT"],
        secret_key_file=(instance / secret if secret else instance / "keys" / "web.secret"),
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


def _mail_from(value: str) -> str:
    address = parseaddr(value)[1]
    try:
        good = address.isascii() and Address(addr_spec=address).addr_spec == address
    except (ValueError, IndexError, HeaderParseError):
        good = False
    if not good:
        raise SettingsError(
            f"MAIL_FROM must be like Health check <name@example.org>, not “{value}”."
        )
    return value
