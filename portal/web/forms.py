"""The form that both sites have, and what a form brings."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button and its CSRF token."""


def sent(field: FileField) -> bytes:
    """The file that was sent, or nothing. A large one lies on the disk until it is closed."""
    if not field.data:
        return b""
    with field.data.stream as stream:
        return bytes(stream.read())
