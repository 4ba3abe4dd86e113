"""What no page of ours sends: texts, methods, kinds of body and headers to spoil a request with.

Whatever is drawn comes from one ``Random``, so that a seed tells what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

FORM = "application/x-www-form-urlencoded"
TEXTS: tuple[bytes, ...] = (
    b"",
    b"0",
    b"-1",
    b"9" * 40,
    b"NaN",
    b"true",
    b"null",
    b"[]",
    b"[" * 300,
    b"{{7*7}}{% raw %}${7}",
    b"' OR 1=1 --",
    b"<script>alert(1)</script>",
    b"../../../etc/passwd",
    b"//example.org/%2e%2e/",
    b"http://[",
    b"a" * 5_000,
    b"\x00",
    b"\r\nSet-Cookie: a=b",
    bytes(range(32)) + b"\x7f",
    b"\xff\xfe",
    b"\xc0\xaf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"cut \xe2\x82",
    "é".encode("latin-1"),
    "e\u0301\u0323".encode() * 300,
    "\u202e\u2066\u200f\u061c\u2069".encode() * 20,
    "\ufeff\ufffe\uffff\u2028\u2029\u0085".encode(),
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿".encode() * 30,
    "𝕏".encode() * 200,
    "ßſİıK".encode(),
    b"%",
    b"%zz%u0041%%",
    b"%25%32%35",
    b"none",
    b"none.none.....",
    b"__class__",
    b"q_",
    b"q___other",
    b"who_",
)
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "get")
KINDS = (
    "",
    "nonsense",
    "text/plain",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "multipart/form-data; boundary=" + "x" * 300,
    FORM + "; charset=utf-7",
    FORM + "; charset=\xff",
    FORM.upper(),
)
HEADERS: Mapping[str, Sequence[str]] = {
    "HX-Request": ("true", "false", "\xff"),
    "HX-History-Restore-Request": ("true", "1"),
    "HX-Current-URL": ("javascript:alert(1)", "http://[", "%%%"),
    "HX-Current-URL-URI-AutoEncoded": ("true", "%%%"),
    "HX-Trigger": ("{", "x" * 3_000),
    "HX-Prompt": ("\xff\xfe", "{{7*7}}"),
    "Accept-Encoding": ("gzip", "gzip;q=much, \x7f", ",,,;;;=", "*;q=0"),
    "Accept-Language": ("x" * 900, "\xff;q=\xfe"),
    "Content-Length": ("-1", "many", "0", "5", "999999", "9" * 30),
    "Transfer-Encoding": ("chunked", "gzip, chunked"),
    "Content-Encoding": ("gzip", "br"),
    "If-None-Match": ('"' * 500, "*", "W/"),
    "If-Modified-Since": ("never", "Thu, 99 Foo 0000 99:99:99 GMT"),
    "Range": ("bytes=9-1", "bytes=0-0,1-1", "lines=1"),
    "Host": ("", "example.org", "[::1", "a b", "\xff", "x" * 300),
    "Origin": ("null", "https://example.org"),
    "Referer": ("http://[", "https://example.org/", "\xff"),
    "X-CSRFToken": ("garbage", "\xff"),
    "X-Forwarded-For": ("'", "::ffff:1, " * 50),
    "X-Forwarded-Proto": ("https", "gopher"),
    "X-HTTP-Method-Override": ("DELETE",),
    "Authorization": ("Basic %%%", "Basic " + "QQ" * 50, "Bearer"),
    "Date": ("yesterday",),
    "Max-Forwards": ("-1",),
}


def text(draw: Random) -> bytes:
    """Known mischief, or bytes without sense, or two of them glued together."""
    chance = draw.random()
    if chance < 0.2:
        return draw.randbytes(draw.randint(1, 40))
    if chance < 0.3:
        return draw.choice(TEXTS) + draw.choice(TEXTS)
    return draw.choice(TEXTS)
