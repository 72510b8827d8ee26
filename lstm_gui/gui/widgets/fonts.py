"""Which scripts of a text no font of the system can draw, and what to install for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFontMetrics, QGuiApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["Script", "can_draw", "missing_scripts"]

_TRIED = 20
"""Characters of a script: where a font has a script, it has nearly all of it."""

_HAN = "fonts-noto-cjk"
_ALL = "fonts-noto-core"
_SYMBOLS = "fonts-noto-core fonts-noto-color-emoji"


@dataclass(frozen=True, slots=True)
class Script:
    """A script by its English name, and the packages of Debian and Ubuntu that draw it."""

    name: str
    packages: str

    @property
    def shown(self) -> str:
        """Its name in the language in use."""
        return QCoreApplication.translate("Scripts", self.name)


_HAN_SCRIPT = Script(QT_TRANSLATE_NOOP("Scripts", "Chinese"), _HAN)
_JAPANESE = Script(QT_TRANSLATE_NOOP("Scripts", "Japanese"), _HAN)
_OTHER = Script(QT_TRANSLATE_NOOP("Scripts", "symbols"), _SYMBOLS)

_SCRIPTS = {
    "CJK": _HAN_SCRIPT,
    "BOPOMOFO": _HAN_SCRIPT,
    "HIRAGANA": _JAPANESE,
    "KATAKANA": _JAPANESE,
    "KATAKANA-HIRAGANA": _JAPANESE,
    "HANGUL": Script(QT_TRANSLATE_NOOP("Scripts", "Korean"), _HAN),
    "ARABIC": Script(QT_TRANSLATE_NOOP("Scripts", "Arabic"), _ALL),
    "HEBREW": Script(QT_TRANSLATE_NOOP("Scripts", "Hebrew"), _ALL),
    "DEVANAGARI": Script(QT_TRANSLATE_NOOP("Scripts", "Devanagari"), _ALL),
    "BENGALI": Script(QT_TRANSLATE_NOOP("Scripts", "Bengali"), _ALL),
    "TAMIL": Script(QT_TRANSLATE_NOOP("Scripts", "Tamil"), _ALL),
    "TELUGU": Script(QT_TRANSLATE_NOOP("Scripts", "Telugu"), _ALL),
    "THAI": Script(QT_TRANSLATE_NOOP("Scripts", "Thai"), _ALL),
    "TIBETAN": Script(QT_TRANSLATE_NOOP("Scripts", "Tibetan"), _ALL),
    "MONGOLIAN": Script(QT_TRANSLATE_NOOP("Scripts", "Mongolian"), _ALL),
    "GREEK": Script(QT_TRANSLATE_NOOP("Scripts", "Greek"), _ALL),
    "CYRILLIC": Script(QT_TRANSLATE_NOOP("Scripts", "Cyrillic"), _ALL),
}


def can_draw(character: str) -> bool:
    """Tell whether the window's font, or one that stands in for it, has a character."""
    return QFontMetrics(QGuiApplication.font()).inFontUcs4(ord(character))


def missing_scripts(characters: Iterable[str]) -> tuple[Script, ...]:
    """Return the scripts of these characters that cannot be drawn, in their order."""
    tried: dict[Script, int] = {}
    missing: dict[Script, None] = {}
    for character in characters:
        script = _script_of(character)
        if script is None or script in missing or tried.get(script, 0) >= _TRIED:
            continue
        tried[script] = tried.get(script, 0) + 1
        if not can_draw(character):
            missing[script] = None
    return tuple(missing)


def _script_of(character: str) -> Script | None:
    """Return the script of a letter, or what a sign belongs to; a blank has none."""
    kind = unicodedata.category(character)
    if kind[0] not in "LMS" or character.isascii():
        return None
    word = unicodedata.name(character, "").partition(" ")[0]
    if kind[0] == "S" and word not in _SCRIPTS:
        return _OTHER
    return _SCRIPTS.get(word) or Script(word.capitalize(), _ALL)
