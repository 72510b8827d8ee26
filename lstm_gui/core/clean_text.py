"""The characters of a text: the one form that texts and prefixes are read in, and their names.

What is typed after a text was read must be cleaned as the text was, or the same letters would be
other characters. No Qt here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence

__all__ = [
    "character_name",
    "by_pieces",
    "character_names",
    "clean",
    "count_steering",
    "count_unseen",
    "one_line",
    "pieces",
]

PIECE = 1 << 18
"""So many characters are worked on at a time; a few milliseconds."""

_LINE_ENDS = ("\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029")
_UNWANTED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff]+")

# What a terminal is told (ECMA-48): a control sequence such as a colour, a string up to its end,
# such as a link, and sequences of an ESC and a few characters. Then what was struck over: man
# pages write a letter, a backspace, and the letter again.
_ESCAPES = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[\\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\\\|\x9c)"
    "|\x1b(?:[ -/]+[0-~]|[0-_`abclmno|}~])"
    "|[^\n\x08]\x08"
)


_STEERING = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")


def pieces(text: str) -> Iterator[str]:
    """Cut a long text between lines; a line that is longer than a piece stays whole.

    While Python works on a string no other thread runs, so what goes through a whole text goes
    through its pieces. Nothing that is looked for here reaches over the end of a line.
    """
    start = 0
    while start < len(text):
        stop = text.rfind("\n", start, start + PIECE) + 1 or text.find("\n", start + PIECE) + 1
        yield text[start : stop or None]
        start = stop or len(text)


def by_pieces(act: Callable[[str], str], text: str) -> str:
    """Return what `act` makes of each piece, put together."""
    result = ""
    for piece in pieces(text):
        # CPython lets a string that nobody else holds grow where it is: no list, no last copy.
        result += act(piece)
    return result


def _is_seen(text: str) -> bool:
    """Tell whether all characters leave a mark, spaces and new lines aside; it is quick."""
    return text.replace("\n", "").isprintable()


def count_unseen(text: str, unseen: re.Pattern[str]) -> int:
    """Count what a pattern of characters without a mark finds, escape sequences left out."""
    return sum(
        len(unseen.findall(_without_escapes(piece)))
        for piece in pieces(text)
        if not _is_seen(piece)
    )


def _without_escapes(text: str) -> str:
    """Return `text` without what steers a terminal and is seen by nobody: whole sequences."""
    return _ESCAPES.sub("", text) if re.search("[\x08\x1b\x80-\x9f]", text) else text


def clean(text: str) -> str:
    """Return `text` in that form; cleaning twice changes nothing more."""
    return text if all(map(_is_clean, pieces(text))) else by_pieces(_clean, text)


def _is_clean(piece: str) -> bool:
    return _is_seen(piece) and unicodedata.is_normalized("NFC", piece)


def _clean(piece: str) -> str:
    text = _without_escapes(piece)
    for end in _LINE_ENDS:
        text = text.replace(end, "\n")
    text = _UNWANTED.sub("", text.replace("\t", " "))
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def count_steering(text: str) -> int:
    """Count what `clean` leaves out and no person has written, byte order marks aside."""
    return sum(_steering(piece) for piece in pieces(text) if not _is_seen(piece))


def _steering(piece: str) -> int:
    seen = _without_escapes(piece)
    return len(piece) - len(seen) + len(_STEERING.findall(seen))


def one_line(text: str) -> str:
    """Return `text` as a model reads it: clean, and a space for each new line, as in the book."""
    return clean(text).replace("\n", " ")


_NAMES = {
    " ": QT_TRANSLATE_NOOP("Characters", "space"),
    "\n": QT_TRANSLATE_NOOP("Characters", "newline"),
    "\t": QT_TRANSLATE_NOOP("Characters", "tab"),
    "\N{NO-BREAK SPACE}": QT_TRANSLATE_NOOP("Characters", "no-break space"),
    "\N{NARROW NO-BREAK SPACE}": QT_TRANSLATE_NOOP("Characters", "narrow no-break space"),
    "\N{IDEOGRAPHIC SPACE}": QT_TRANSLATE_NOOP("Characters", "ideographic space"),
    "\N{ZERO WIDTH SPACE}": QT_TRANSLATE_NOOP("Characters", "zero-width space"),
    "\N{ZERO WIDTH NON-JOINER}": QT_TRANSLATE_NOOP("Characters", "zero-width non-joiner"),
    "\N{ZERO WIDTH JOINER}": QT_TRANSLATE_NOOP("Characters", "zero-width joiner"),
    "\N{ZERO WIDTH NO-BREAK SPACE}": QT_TRANSLATE_NOOP("Characters", "byte order mark"),
    "\N{SOFT HYPHEN}": QT_TRANSLATE_NOOP("Characters", "soft hyphen"),
}
_BLANKS = "\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{HANGUL CHOSEONG FILLER}" + (
    "\N{HANGUL JUNGSEONG FILLER}\N{BRAILLE PATTERN BLANK}\N{COMBINING GRAPHEME JOINER}"
)


def character_name(character: str) -> Sentence:
    """Name a character so that it can be seen: itself, what it is called, or its number."""
    if character in _NAMES:
        return Sentence(_NAMES[character], context="Characters")
    # A mark would be drawn upon the character before it.
    is_mark = unicodedata.category(character).startswith("M")
    unseen = not character.isprintable() or character in _BLANKS or is_mark
    shown = f"U+{ord(character):04X}" if unseen else character
    if unicodedata.bidirectional(character) in ("R", "AL") and not unseen:
        shown = f"\u2068{shown}\u2069"  # or a list of such letters would turn round
    return Sentence("{character}", {"character": shown}, "Characters")


def character_names(characters: Sequence[str], most: int) -> Sentence:
    """Name the first characters of several."""
    names = [character_name(character) for character in characters[:most]]
    if len(characters) > most:
        names.append(Sentence("…", context="Characters"))
    listed, *others = names
    for name in others:
        template = QT_TRANSLATE_NOOP("Characters", "{some}, {last}")
        listed = Sentence(template, {"some": listed, "last": name}, "Characters")
    return listed
