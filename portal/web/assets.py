"""Static files are read and compressed once at the start, and served from memory.

An address with ``?v=`` names one content permanently, so browsers keep it for a year without asking
again; without it (an icon, the stylesheet's own links) they ask each time and mostly hear 304.
"""

from __future__ import annotations

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha384
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
"""These kinds of file are served; anything else in the folder is not."""

FOR_GOOD = "public, max-age=31536000, immutable"
EACH_TIME = "public, no-cache"


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to serve. ``gzipped`` is empty where compression does not make it smaller.
    ``digest`` is the base64 of its SHA-384, as ``integrity`` attributes have it."""

    type: str
    body: bytes
    gzipped: bytes
    digest: str
    version: str


def init_app(app: Flask, folder: Path | None = None) -> None:
    """Serve ``folder`` (by default ``static`` beside the package) at ``/static/``."""
    app.extensions["assets"] = load(folder or Path(app.root_path).parent / "static")
    app.add_url_rule("/static/<path:name>", "static", serve)
    app.add_template_global(address, "asset")
    app.add_template_global(integrity)
    app.add_template_global(text, "asset_text")


def load(folder: Path) -> Mapping[str, Asset]:
    """Read every servable file below the folder, by its path from there."""
    return {
        path.relative_to(folder).as_posix(): _asset(path.read_bytes(), TYPES[path.suffix])
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in TYPES
    }


def address(name: str) -> str:
    """Say where a file is served, with the version of its content; ``KeyError`` if it is not
    there."""
    return url_for("static", name=name, v=_assets()[name].version)


def text(name: str) -> str:
    """Return what is in a file, for a page that is kept without it."""
    return _assets()[name].body.decode()


def integrity(name: str) -> str:
    """Return the value for an ``integrity`` attribute (W3C Subresource Integrity)."""
    return f"sha384-{_assets()[name].digest}"


def serve(name: str) -> Response:
    asset = _assets().get(name)
    if asset is None:
        abort(404)
    compressed = bool(asset.gzipped) and request.accept_encodings.quality("gzip") > 0
    response = Response(asset.gzipped if compressed else asset.body, content_type=asset.type)
    response.headers["Vary"] = "Accept-Encoding"
    if compressed:
        response.headers["Content-Encoding"] = "gzip"
    current = request.args.get("v") == asset.version
    response.headers["Cache-Control"] = FOR_GOOD if current else EACH_TIME
    response.set_etag(asset.version + ("-gzip" if compressed else ""))
    response.make_conditional(request)
    return response


def _asset(body: bytes, content_type: str) -> Asset:
    gzipped = gzip.compress(body, mtime=0)
    digest = b64encode(sha384(body).digest()).decode()
    smaller = gzipped if len(gzipped) < len(body) else b""
    return Asset(content_type, body, smaller, digest, sha384(body).hexdigest()[:16])


def _assets() -> Mapping[str, Asset]:
    assets: Mapping[str, Asset] = current_app.extensions["assets"]
    return assets
