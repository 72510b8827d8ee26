"""The encoding of a text that does not tell it: what chardet finds, held against what it reads.

A wrong guess yields a text that looks learned and is wrong throughout, so every answer is read,
and what no language is written like is no answer.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import chardet

__all__ = ["candidates", "escaped", "mixed_with_utf8"]

# The encodings that texts come in. Those of DOS, old Macs and mainframes give a character to
# nearly every byte, so that they would fit whatever fits nothing else.
_POSSIBLE = frozenset(
    (
        *("utf-16-be", "utf-16-le", "utf-32-be", "utf-32-le", "gb18030", "big5hkscs", "hz"),
        *("euc_jis_2004", "iso2022_jp_2", "euc_kr", "iso2022_kr", "tis-620", "koi8-r", "koi8-u"),
        *(f"cp{number}" for number in (874, 932, 949, *range(1250, 1259))),
        *(f"iso8859-{number}" for number in (1, 2, 5, 6, 7, 8, 9, 13, 15)),
    )
)

_WESTERN = "àáâãäåæçèéêëìíîïñòóôõöøœùúûüÿßŵŷẁẃẅỳşšž"
_SLAVIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LETTERS = {
    **dict.fromkeys(("br", "cy", "da", "de", "en", "es", "fi", "fr"), _WESTERN),
    **dict.fromkeys(("ga", "id", "it", "ms", "nl", "no", "pt", "sv"), _WESTERN),
    **dict.fromkeys(("bs", "hr", "sl"), "čćđšžé"),
    **dict.fromkeys(("cs", "sk"), "áčďéěíňóřšťúůýžľĺŕôäöü"),  # they are taken for each other
    "be": _SLAVIC + "ёіў",
    "bg": _SLAVIC + "ѝ",
    "et": "äõöüšž",
    "hu": "áéíóöőúüűä",
    "is": "áðéíóúýþæöå",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūžō",
    "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџшѐѝ",
    "pl": "ąćęłńóśźżéö",
    "ro": "ăâîșțşţ",
    "ru": _SLAVIC + "ё",
    "sr": "абвгдђежзијклљмнњопрстћуфхцчџшčćđšž",
    "tr": "çğıi̇öşüâîû",
    "vi": "àáâãèéêìíòóôõùúýăđĩũơư",
    "uk": _SLAVIC + "ґєіїё",
}
"""The letters beyond ASCII of languages that share their bytes with those of other languages."""

_USUAL = frozenset(
    "\N{NO-BREAK SPACE}\N{SOFT HYPHEN}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
    "\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}‘’‚“”„«»‹›–—…·•´¡¿°§©®€£№×½ªº\N{HORIZONTAL BAR}"
    "،؛؟٪ـ־׳״♪♫★☆○●◎◇◆□■△▲▽▼→←↑↓※〒＿「」『』"
)
_ALPHABETS = frozenset(("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI"))
_OTHERS = _ALPHABETS - {"LATIN"}

WEAK = 0.02
"""What chardet says of repeated bytes that are no language."""
MAX_ODD = 0.06
NO_LEAD = 0.98
ELSEWHERE = 2.0
FEW = 20
RARE = 0.3
_JUDGED = 4000
_PARTS = 6
_TELLING = 200
_LOOKED_AT = 200_000
_CONTEXT = 1000
MIXED = 0.03

_ESCAPES = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|[\x01-\x08\x0e-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")


def candidates(raw: bytes) -> list[str]:
    """Return the encodings that `raw` can be written in, the most likely first.

    There is none when another one is as likely and reads another text, or likelier in a part.
    """
    telling = _telling(raw)
    parts = list(_parts(telling))
    found = _readings([telling], parts)
    if not found and len(parts) > 1:
        # One stray byte rules the true encoding out, but then only where it stands.
        found = _readings(parts, parts)
    if not found:
        return []
    best, *rivals = _nearest(found)
    if best.encoding not in _POSSIBLE or any(rival.text != best.text for rival in rivals):
        return []
    if any(_is_likelier_otherwise(part, best.encoding) for part in parts):
        return []
    return [reading.encoding for reading in found if reading.text == best.text]


def _nearest(readings: list[_Reading]) -> list[_Reading]:
    """Return the likeliest readings: of equal ones, those that see letters in most bytes."""
    near = [reading for reading in readings if reading.score > NO_LEAD * readings[0].score]
    most = max(reading.letters for reading in near)
    return [reading for reading in near if reading.letters == most]


def _is_likelier_otherwise(part: bytes, encoding: str) -> bool:
    """Tell whether a part of a text is rather written in another encoding than the whole."""
    if len(part) < _TELLING:
        return False
    there = _readings([part], [part])
    own = [reading.score for reading in there if reading.encoding == encoding]
    return bool(there) and there[0].score > ELSEWHERE * max(own, default=0.0)


def escaped(raw: bytes) -> str | None:
    """Return the encoding of a text that writes all characters in ASCII, if it is one of those."""
    encoding = chardet.detect(raw, compat_names=False)["encoding"] or ""
    return encoding if encoding.startswith(("hz", "iso2022", "utf-7")) else None


def mixed_with_utf8(raw: bytes) -> bool:
    """Tell whether a text that is not UTF-8 is so in part: other encodings hardly form it."""
    runs = _BEYOND_ASCII.findall(raw[: 10 * _LOOKED_AT])
    whole = sum(len(run) for run in runs if _is_utf8(run))
    return whole > MIXED * sum(map(len, runs))


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class _Reading:
    encoding: str
    score: float
    letters: int
    text: str


def _readings(asked: Iterable[bytes], parts: list[bytes]) -> list[_Reading]:
    """Ask chardet about some bytes, and judge each answer by how it reads all parts."""
    best: dict[str, tuple[float, str]] = {}
    for raw in asked:
        for answer in chardet.detect_all(raw, ignore_threshold=True, compat_names=False):
            encoding, confidence = answer["encoding"], answer["confidence"] or 0.0
            if encoding and confidence > max(WEAK, best.get(encoding, (0.0, ""))[0]):
                best[encoding] = (confidence, answer["language"] or "")
    readings: list[_Reading] = []
    for encoding, (confidence, language) in best.items():
        texts = [part.decode(encoding, "replace") for part in parts]
        text = "".join(texts)
        # UTF-16 and UTF-32 show in their zeros, so chardet is sure of them and of no language.
        odd = 0.0
        if not encoding.startswith("utf"):
            shares = [_odd_share(part, language, least=FEW) for part in texts]
            odd = max(_odd_share(text, language), *shares)
        if odd <= MAX_ODD:
            letters = sum(map(str.isalpha, text[:_JUDGED]))
            readings.append(_Reading(encoding, confidence * (1 - odd) ** 2, letters, text))
    return sorted(readings, key=lambda reading: reading.score, reverse=True)


def _telling(raw: bytes) -> bytes:
    """Leave out what tells nothing: a long beginning in plain ASCII, and colours of a terminal."""
    if b"\0" in raw:
        return raw[:_LOOKED_AT]
    first = _BEYOND_ASCII.search(raw)
    start = max(first.start() - _CONTEXT, 0) if first else 0
    # Chardet takes a text with an ESC in it for binary data.
    return _ESCAPES.sub(b"", raw[start : start + _LOOKED_AT])


def _parts(raw: bytes) -> Iterator[bytes]:
    """Cut a text into a few parts, between lines, that are not plain ASCII."""
    if b"\0" in raw:
        yield raw
        return
    lines = raw.splitlines(keepends=True)
    size = -(-len(lines) // _PARTS)
    for start in range(0, len(lines), size):
        part = b"".join(lines[start : start + size])
        if _BEYOND_ASCII.search(part) or b"\x1b" in part or b"~{" in part:
            yield part


def _odd_share(text: str, language: str, least: int = 1) -> float:
    """Return which part of the characters beyond ASCII stands where no language puts it.

    Fewer than `least` are counted as that many: a single one is no sign of anything.
    """
    controls = len(_CONTROL.findall(text))
    if controls > 1 or controls * 200 > len(text):
        return 1.0
    text = text[:_JUDGED]
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    letters = [character for word in words for character in word if character > "\x7f"]
    if 0 < sum(_script(letter) in _OTHERS for letter in letters) < len(_ASCII.findall(text)) / 20:
        return 1.0  # a letter of another alphabet here and there is an accent misread
    east_asian = _EAST_ASIAN.findall(text)
    signs = [sign for sign in _SIGN.findall(text) if unicodedata.category(sign)[0] != "M"]
    known = _LETTERS.get(language, "")
    odd = (
        sum(len(word) for word in words if _is_scrambled(word))
        + sum(letter.lower() not in known for letter in letters if known)
        + sum(map(len, _AMONG_LATIN.findall(text)))
        + sum(map(_is_rare, east_asian)) * RARE
        + (language not in _FRAMED) * sum(sign not in _USUAL for sign in signs)
    )
    return min(odd / max(len(letters) + len(east_asian) + len(signs), least), 1.0)


_FRAMED = ("zh", "ja", "ko")  # their encodings have lines, arrows and boxes of their own
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_ASCII = re.compile("[A-Za-z]")
_WORD = re.compile("(?:(?![\u2e80-\uffff])[^\\W\\d_])+")
_EAST_ASIAN = re.compile("[\u2e80-\uffff]")
_AMONG_LATIN = re.compile("(?<=[A-Za-z])[\u3040-\uffff]{1,2}(?=[a-z])")
_SIGN = re.compile(r"[^\w\s\x00-\x7f\u0300-\u036f\u2e80-\uffff]")


def _is_scrambled(word: str) -> bool:
    """Tell of a word that it is in two alphabets, or has a capital after a small letter."""
    scripts = {_script(character) for character in word}
    if len(scripts & _ALPHABETS) > 1:
        return True
    if scripts == {"LATIN"} and len(word) > 1 and not _ASCII.search(word):
        return True
    return any(one.islower() and other.isupper() for one, other in pairwise(word))


@lru_cache(maxsize=20_000)
def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


# The first level of each standard holds the characters in daily use, the second the rare ones.
_FIRST_LEVEL = (
    ("gb2312", b"\xa1", b"\xd8"),
    ("big5", b"\xa1", b"\xc7"),
    ("euc_jp", b"\xa1", b"\xd0"),
    ("euc_kr", b"\xa1", b"\xc9"),
)


@lru_cache(maxsize=20_000)
def _is_rare(character: str) -> bool:
    """Tell of a character of East Asia whether texts are hardly ever made of it."""
    if unicodedata.category(character) in ("Cn", "Co", "Cs") or "\uff61" <= character <= "\uffdc":
        return True
    if not character.isalpha():
        return False
    return not any(
        first <= character.encode(encoding, "ignore") < last
        for encoding, first, last in _FIRST_LEVEL
    )
