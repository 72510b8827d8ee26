"""Numbers as a person reads and types them: one way for the window and the core."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass

__all__ = [
    "ENGLISH",
    "LARGEST_PLAIN",
    "Marks",
    "brief",
    "compact",
    "english_figures",
    "marked",
    "non_finite",
    "read_number",
    "significant",
    "thousands",
    "use_marks",
]

LARGEST_PLAIN = 1e7
SMALLEST_PLAIN = 1e-3
_MOST_TYPED = 6


@dataclass(frozen=True, slots=True)
class Marks:
    """What stands before the decimals and between thousands."""

    decimal: str = "."
    group: str = ","


ENGLISH = Marks()
_in_use = ENGLISH


def use_marks(marks: Marks) -> None:
    """Write and read numbers with these marks from now on.

    As the language is, they are one for the process: a window sets them, a command line does not.
    """
    global _in_use
    _in_use = marks


def marked(text: str) -> str:
    """Return a number that is written as in English, 1,027.5, with the marks in use."""
    if _in_use == ENGLISH:
        return text
    return text.translate({ord("."): _in_use.decimal, ord(","): _in_use.group})


def thousands(count: int) -> str:
    """Write a whole number with its thousands separated: 23,456."""
    return marked(f"{count:,}")


def non_finite(value: float, plus: str = "") -> str:
    """Write what is no finite number: – for NaN, ∞ with `plus` before it, −∞."""
    return "–" if math.isnan(value) else f"{plus}∞" if value > 0 else "−∞"


def significant(value: float, digits: int = 3) -> str:
    """Write a measured number with so many digits: 1,027, 219, 14.2, 0.0320, 1.20e-05."""
    return marked(english_figures(value, digits))


def english_figures(value: float, digits: int = 3) -> str:
    """Write a measured number as `significant` does, with English marks in any language."""
    if not math.isfinite(value):
        return non_finite(value)
    size = abs(value)
    if size and not SMALLEST_PLAIN <= size < LARGEST_PLAIN:
        return f"{value:.{digits - 1}e}"
    exponent = math.floor(math.log10(size)) if size else 0
    text = f"{value:,.{max(0, digits - 1 - exponent)}f}"
    kept = sum(letter.isdigit() for letter in text.lstrip("-0.,"))
    if kept > digits and "." in text:  # rounding carried into a new digit: 9.999 is 10.0
        text = text[:-1].rstrip(".")
    return text


def compact(value: float) -> str:
    """Write a setting in the fewest characters that give it back exactly: 1,000, 0.01, 1e-05."""
    return marked(_exact(value))


def brief(value: float) -> str:
    """Write a setting as `compact` does, but one that nobody typed in four digits: 0.001419."""
    exact = _exact(value)
    digits = exact.partition("e")[0].lstrip("-0.,")
    typed = sum(letter.isdigit() for letter in digits) <= _MOST_TYPED
    return marked(exact) if typed else compact(float(f"{value:.4g}"))


def _exact(value: float) -> str:
    return f"{float(value):,}".removesuffix(".0")


_WRITTEN = re.compile(r"([+-]?)([\d.,\s'’]*?)(?:e([+-]?\d+))?", re.IGNORECASE)
_SAME = str.maketrans("，、。．٫٬−", ",,...,-")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([,.\s'’])\d{3})(?:\1\d{3})*")


def read_number(text: str) -> float | None:
    """Read a number as a person types it in any language; None for what is none.

    A point or a comma is the decimal mark, and so is the last of both. Commas, spaces and
    apostrophes also stand between thousands, as the program writes them: 10,000 is ten thousand
    where the point is the decimal mark in use, and 10.000 where it is the comma. What cannot be
    thousands is a decimal: 0,001 and 1,5; and what is neither is refused.
    """
    digits = "".join(_plain(letter) for letter in text.strip())
    found = _WRITTEN.fullmatch(digits)
    if found is None:
        return None
    sign, number, power = found.groups()
    mark = _decimal_mark(number)
    whole, _, part = number.rpartition(mark) if mark else (number, "", "")
    if _GROUPS.fullmatch(whole):
        whole = re.sub(r"\D", "", whole)
    if not (whole + part).isdecimal():
        return None
    return float(f"{sign}{whole or 0}.{part or 0}e{power or 0}")


def _plain(letter: str) -> str:
    """Return the usual character for a digit or mark of another script."""
    digit = unicodedata.decimal(letter, None)
    return letter.translate(_SAME) if digit is None else str(digit)


def _decimal_mark(number: str) -> str:
    """Return which of the marks in a number begins its decimals; none where there are none."""
    last = max(".,", key=number.rfind)
    if number.count(last) != 1:
        return ""
    return "" if last != _in_use.decimal and _GROUPS.fullmatch(number) else last
