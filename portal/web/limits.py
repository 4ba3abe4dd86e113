"""Links and codes that lead nowhere may be tried only so often from one network.

Only failures count, and only failures are refused: a link or code that is right always leads on,
so that thousands of people behind one address are never locked out by one of them. Guessing 100
bits is hopeless without any limit; this one makes it pointless too, and says so. What counts though
it is right: asking for a sign-in link, and beginning by a link to forward, which whoever has it can
do again and again.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from datetime import datetime, timedelta
from math import ceil
from threading import Lock

from flask import Flask, Response, current_app, make_response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.web import errors
from portal.web.desk import desk

MOST = 100
"""A network may fail this often in a ``WINDOW``, each process for itself: far more than an office
mistypes."""
WINDOW = timedelta(minutes=10)
ASKS, AN_HOUR = 50, timedelta(hours=1)
"""A network may ask for this many sign-in links, in browsers that nobody has signed in with
before."""
STARTS = 600
"""A network may begin so many sets of answers by links to forward in a ``WINDOW``: more than a
council does in the ten minutes after such a link has gone round, since it takes each person twelve
to answer."""
READS = 1_000
"""A network may read results that are public so often in a ``WINDOW``."""
NETWORKS = 10_000
"""This many networks are remembered, some 2 MB; when there are more, the oldest is forgotten."""
WIDTH = {4: 3, 6: 6}
"""This many bytes of an address make a network: an IPv4 /24, which a council's way out may be
spread over, and the largest that a site is given of IPv6, a /48 (RFC 6177). That others share them
costs nobody anything, since good links pass."""


class Tries:
    """It counts tries by key. A key's window begins with its first try and is not prolonged by
    others, so the oldest window stands first."""

    def __init__(self, most: int, window: timedelta, keys: int) -> None:
        self._most, self._window, self._keys = most, window, keys
        self._seen: dict[bytes, tuple[datetime, int]] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._seen)

    def tried(self, key: bytes, now: datetime) -> timedelta:
        """Note a try, and return how long it is until the key may try again, nothing while it
        may."""
        with self._lock:
            if key in self._seen and not self._lasts(key, now):
                del self._seen[key]
            began, number = self._seen.get(key, (now, 0))
            self._seen[key] = began, min(number, self._most) + 1
            self._forget(now)
        return began + self._window - now if number >= self._most else timedelta(0)

    def _forget(self, now: datetime) -> None:
        """Forget windows that are over, and the oldest where there is no room."""
        while oldest := next(iter(self._seen), b""):
            if len(self._seen) <= self._keys and self._lasts(oldest, now):
                return
            del self._seen[oldest]

    def _lasts(self, key: bytes, now: datetime) -> bool:
        """Say whether its window does; one that a clock put back has left in the future does
        not."""
        began, _ = self._seen[key]
        return began <= now < began + self._window


class Gate:
    """It counts tries by network, under a secret that nobody else has: its memory holds no
    address."""

    def __init__(self, most: int = MOST, window: timedelta = WINDOW) -> None:
        self._secret = secrets.token_bytes(32)
        self._tries = Tries(most, window, NETWORKS)

    def tried(self, address: str | None, now: datetime) -> timedelta:
        return self._tries.tried(self._key(address), now)

    def _key(self, address: str | None) -> bytes:
        return hashlib.blake2b(network(address), digest_size=16, key=self._secret).digest()


def init_app(app: Flask) -> None:
    app.extensions["gate"] = Gate()
    app.extensions["asking"] = Gate(ASKS, AN_HOUR)
    app.extensions["starting"] = Gate(STARTS)
    app.extensions["reading"] = Gate(READS)
    proxies = app.extensions["desk"].proxies
    if proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=0, x_host=0
        )


def network(address: str | None) -> bytes:
    """Return the network of a client's address; all that have none, or none that can be read, are
    one."""
    try:
        ip = ipaddress.ip_address(address or "")
    except ValueError:
        return b""
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.packed[: WIDTH[ip.version]]


def refusal() -> Response | None:
    """Note that a look-up has just failed. Returns a page to answer with instead, if there were too
    many."""
    return _too_many(
        "gate",
        "Please check your link or code",
        "Too many wrong links and codes were tried from this network. A right link or code still"
        " works. Try others again in",
    )


def asked_too_often() -> Response | None:
    """Note that somebody asks for a sign-in link, whoever it is for. Returns a page to answer with
    instead, if there were too many."""
    return _too_many(
        "asking",
        "Please wait before you ask for a link",
        "Too many sign-in links were asked for from this network. A link that you have still works."
        " A browser that you have signed in with before is not held up. Try again in",
    )


def begun_too_often() -> Response | None:
    """Note that somebody begins by a link to forward. Returns a page to answer with instead, if too
    many have."""
    return _too_many(
        "starting",
        "Please wait a few minutes",
        "More people have just started from your network than we can take in ten minutes. Your link"
        " stays good, and people who have started can carry on. Try again in",
    )


def read_too_often() -> Response | None:
    """Note that somebody reads public results, or looks for some. Returns a page to answer with
    instead, if too many have."""
    return _too_many(
        "reading",
        "Please wait a few minutes",
        "People in your network have just asked for these results very often. Try again in",
    )


def _too_many(gate: str, heading: str, message: str) -> Response | None:
    wait = current_app.extensions[gate].tried(request.remote_addr, desk().clock())
    if not wait:
        return None
    minutes = ceil(wait / timedelta(minutes=1))
    after = f" {minutes} minute{'s' if minutes > 1 else ''}."
    page, status = errors.page(429, heading, message + after)
    response = make_response(page, status)
    response.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return response
