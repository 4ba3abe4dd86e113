"""What was sent without a session comes back in a page, to be sent again from there.

That page is the only place that holds it: nothing of it is stored, in a cookie or on the server.
"""

from __future__ import annotations

from flask import render_template, request
from flask_wtf import FlaskForm

TOKEN = "csrf_token"  # noqa: S105 - a name
"""Forms and the browser's cookie have this name for what protects them."""


def page() -> tuple[str, int]:
    """Answer with what was sent, whatever form it was. A browser sends no file a second time, so
    files are asked for again."""
    html = render_template(
        "staff/held.html",
        form=FlaskForm(),
        address=request.full_path.rstrip("?"),
        fields=[each for each in request.form.items(multi=True) if each[0] != TOKEN],
        files=[(name, file.filename) for name, file in request.files.items() if file.filename],
    )
    return html, 403


def unread() -> tuple[str, int]:
    """Answer to what is too large to be read of somebody who is not signed in."""
    return render_template("staff/unread.html", address=request.path), 413
