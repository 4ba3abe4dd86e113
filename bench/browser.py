"""A browser just good enough: one connection, cookies, forms with their hidden fields."""

from __future__ import annotations

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME = re.compile(r'name="([^"]*)"')
VALUE = re.compile(r'value="([^"]*)"')


class Unexpected(Exception):
    """An answer that no journey should get."""


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)
    connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> str:
        status, _, body = self.request("GET", path)
        if status != 200:
            raise Unexpected(f"GET {path}: {status}")
        return body

    def submit(self, path: str, page: str, fields: dict[str, str]) -> str:
        """Post a form with the page's hidden fields; where it leads to."""
        status, location, _ = self.request("POST", path, urlencode(hidden(page) | fields))
        if status != 303:
            raise Unexpected(f"POST {path}: {status}")
        return location

    def request(
        self,
        method: str,
        path: str,
        body: str | None = None,
        extra: Mapping[str, str] | None = None,
    ) -> tuple[int, str, str]:
        """Status, where it leads to, and the body; ``extra`` headers go with the cookies."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= extra or {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        text = response.read().decode()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return response.status, response.headers.get("Location") or "", text

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def hidden(page: str) -> dict[str, str]:
    tags = HIDDEN.findall(page)
    pairs = [(NAME.search(tag), VALUE.search(tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in pairs if name}


def timed(browser: Browser, path: str, page: str, fields: dict[str, str]) -> tuple[str, str]:
    """One step, POST and the GET that follows, with its latency noted."""
    started = time.perf_counter()
    location = browser.submit(path, page, fields)
    following = browser.get(location)
    browser.latencies.append(time.perf_counter() - started)
    return location, following
