"""Bring a decoded text into the one form that everything else relies on.

Lines end with a newline, characters are composed (NFC), and there are no marks of byte order,
control characters or lone surrogates. Blanks stay as they are: the book keeps them, too.
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean"]

_LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]+")


def clean(text: str) -> str:
    """Return `text` in that form; cleaning twice changes nothing more."""
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    text = _UNWANTED.sub("", text.replace("\t", " "))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
