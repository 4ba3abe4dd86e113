"""The form that both sites have."""

from __future__ import annotations

from flask_wtf import FlaskForm


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button and its CSRF token."""
