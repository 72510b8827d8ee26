"""Numbers as a person reads them: the one way in which the window and the core write them."""

from __future__ import annotations

import math
import re

__all__ = [
    "LARGEST_PLAIN",
    "brief",
    "compact",
    "non_finite",
    "significant",
    "thousands",
    "ungrouped",
]

LARGEST_PLAIN = 1e7
SMALLEST_PLAIN = 1e-3
_MOST_TYPED = 6

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,，]\d{3})+(?:\.\d*)?")


def thousands(count: int) -> str:
    """Write a whole number with its thousands separated: 23,456."""
    return f"{count:,}"


def non_finite(value: float, plus: str = "") -> str:
    """Write what is no finite number: – for NaN, ∞ with `plus` before it, −∞."""
    return "–" if math.isnan(value) else f"{plus}∞" if value > 0 else "−∞"


def significant(value: float, digits: int = 3) -> str:
    """Write a measured number with so many digits: 1,027, 219, 14.2, 0.0320, 1.20e-05."""
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
    return f"{float(value):,}".removesuffix(".0")


def brief(value: float) -> str:
    """Write a setting as `compact` does, but one that nobody typed in four digits: 0.001419."""
    exact = compact(value)
    digits = exact.partition("e")[0].lstrip("-0.,")
    typed = sum(letter.isdigit() for letter in digits) <= _MOST_TYPED
    return exact if typed else compact(float(f"{value:.4g}"))


def ungrouped(text: str) -> str:
    """Return a number as it was typed without the commas between its thousands."""
    return re.sub("[,，]", "", text) if _GROUPED.fullmatch(text) else text
