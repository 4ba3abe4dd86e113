"""Turn the settings that say where letters are handed over into checked values.

Secrets may lie in files that only the worker can read, so they are read when it starts
(``smtp.connect``, ``notify.connect``), not with the settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from portal.errors import SettingsError

Tls: TypeAlias = Literal["always", "required", "offered", "never"]
"""A connection is encrypted from the first byte; by STARTTLS, or not used; by STARTTLS if it is
offered; never."""
LOOPBACK = ("localhost", "127.0.0.1", "::1")
URL = "SMTP_URL must be like smtp://user@smtp.example.org:587 or smtps://user@smtp.example.org"
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """``password_file`` takes the place of ``password``; ``authority`` is a file of certificates to
    trust in the place of the machine's."""

    host: str
    port: int
    tls: Tls
    user: str = ""
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    authority: Path | None = None


@dataclass(frozen=True, slots=True)
class NotifyService:
    """This is GOV.UK Notify, or what speaks its API; ``url`` has no slash at its end."""

    key_file: Path
    template: str
    url: str


def smtp_server(values: Mapping[str, str], instance: Path) -> SmtpServer | None:
    """Read ``SMTP_URL`` and what belongs to it; None while it is not set. Raises
    ``SettingsError``, which never holds the address: there may be a password in it."""
    password_file = _path(values["SMTP_PASSWORD_FILE"], instance)
    authority = _path(values["SMTP_CA_FILE"], instance)
    if not values["SMTP_URL"]:
        return None
    parts, port = _parts(values["SMTP_URL"])
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if password and password_file:
        raise SettingsError("SMTP_URL has a password, and SMTP_PASSWORD_FILE too: leave one out.")
    if bool(user) != bool(password or password_file):
        raise SettingsError("SMTP_URL must have a user and a password, or neither of them.")
    host = str(parts.hostname)
    tls = _tls(parts, host, bool(user))
    return SmtpServer(host, port, tls, user, password, password_file, authority)


def notify_service(values: Mapping[str, str], instance: Path) -> NotifyService | None:
    """Read ``NOTIFY_KEY_FILE`` and what belongs to it; None while it is not set. Raises
    ``SettingsError``."""
    key_file = _path(values["NOTIFY_KEY_FILE"], instance)
    template, url = values["NOTIFY_TEMPLATE"], values["NOTIFY_URL"].rstrip("/")
    if key_file is None:
        return None
    if values["SMTP_URL"]:
        raise SettingsError("Letters go by SMTP_URL or by NOTIFY_KEY_FILE: leave one out.")
    if not _UUID.fullmatch(template):
        raise SettingsError("NOTIFY_TEMPLATE must be the id of the template in GOV.UK Notify.")
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or parts.path or not (parts.scheme == "https" or local):
        raise SettingsError("NOTIFY_URL must be like https://api.notifications.example.org.")
    return NotifyService(key_file, template, url)


def secret(path: Path, setting: str) -> str:
    """Return the one line in a file. Raises ``SettingsError``."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file that {setting} names cannot be read.") from error
    if not text or not text.isprintable():
        raise SettingsError(f"The file that {setting} names must hold one line.")
    return text


def _path(value: str, instance: Path) -> Path | None:
    return instance / value if value else None


def _parts(url: str) -> tuple[SplitResult, int]:
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise SettingsError(f"{URL}.") from None
    if not parts.hostname or parts.path not in ("", "/") or parts.fragment:
        raise SettingsError(f"{URL}.")
    return parts, port


def _tls(parts: SplitResult, host: str, with_password: bool) -> Tls:
    given = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme == "smtps":
        if given:
            raise SettingsError("SMTP_URL with smtps:// takes nothing after the port.")
        return "always"
    wanted = given.pop("starttls", ["never" if host in LOOPBACK else "required"])
    if given or wanted not in (["required"], ["offered"], ["never"]):
        raise SettingsError("SMTP_URL may end in ?starttls=required, =offered or =never only.")
    if with_password and wanted != ["required"] and host not in LOOPBACK:
        raise SettingsError("SMTP_URL has a password, so it needs smtps:// or starttls=required.")
    return "required" if wanted == ["required"] else "offered" if wanted == ["offered"] else "never"
