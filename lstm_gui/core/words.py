"""Marks texts that a person will read, so that lupdate finds them. No Qt here."""

from __future__ import annotations

__all__ = ["QT_TRANSLATE_NOOP"]


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` unchanged; the window translates it in `context` when it is shown."""
    return text
