"""Every answer has these headers: nothing comes from elsewhere, nothing is kept, all is compressed.

Compression beside a secret in the page invites BREACH; it needs an attacker who makes the
victim's browser send requests with cookies, which ``SameSite=Lax`` cookies do not go along with.
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from hashlib import sha256

from flask import Flask, Response, request

from portal.web.desk import desk

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PROTECTION = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    # no-referrer would make every CSRF check over HTTPS fail
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
STEP = 1024
"""Pages are filled up to whole numbers of this many bytes: their length would tell, through the
encryption, which answers they show."""
PADDING = "X"
"""The compression of headers in HTTP/2 cannot shorten this character (RFC 7541, appendix B: eight
bits). The header has a name of its own: nginx takes ``X-Pad`` away."""
LEAST = 256
"""From this many characters of padding, HTTP/2 states their number in as many bytes (RFC 7541,
5.1)."""
MADE = frozenset({"text/html", "image/svg+xml"})
"""What may show somebody's answers is of these types."""
SMALL = 1024
"""Under this many bytes compression does not pay."""


def init_app(app: Flask) -> None:
    app.after_request(_protect)
    app.after_request(_compress)


def allow_style(response: Response, style: str) -> None:
    """Let into a document of its own the one style sheet that stands in it, by its hash."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = POLICY.replace("style-src 'self'", f"style-src 'sha256-{digest}'")
    response.headers["Content-Security-Policy"] = policy


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.extend(PROTECTION)
    if desk().https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("HX-Request")
    return response


def _compress(response: Response) -> Response:
    compressible = response.mimetype in MADE and not response.direct_passthrough
    if compressible and request.accept_encodings.quality("gzip") > 0:
        body = response.get_data()
        if len(body) >= SMALL:
            response.set_data(gzip.compress(body, compresslevel=5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            response.vary.add("Accept-Encoding")
    if compressible:
        length = len(response.get_data())
        missing = -(length + len(str(length))) % STEP  # the length is told in a header, in digits
        response.headers["Padding"] = PADDING * (LEAST + missing)
    return response
