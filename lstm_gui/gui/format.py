"""Numbers and times as a person reads them: the window's one way to write them."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QCoreApplication

__all__ = ["compact", "duration", "significant", "thousands", "tooltip"]

LARGEST_PLAIN = 1e7
SMALLEST_PLAIN = 1e-3


def thousands(count: int) -> str:
    """Write a whole number with its thousands separated: 23,456."""
    return f"{count:,}"


def significant(value: float, digits: int = 3) -> str:
    """Write a measured number with so many digits: 1,027, 219, 14.2, 0.0320, 1.20e-05."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
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
    """Write a setting in the fewest characters that give it back exactly: 100, 0.01, 1e-05."""
    return repr(float(value)).removesuffix(".0")


def duration(seconds: float) -> str:
    """Write a time in words for its size: 0.08 s, 3.2 s, 13 s, 2 min 05 s, 1 h 02 min."""
    if not math.isfinite(seconds):
        return "–"
    if seconds < 59.5:
        number = f"{seconds:.2f}" if seconds < 1 else f"{seconds:.{1 if seconds < 9.95 else 0}f}"
        return QCoreApplication.translate("Format", "{seconds} s").format(seconds=number)
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        template = QCoreApplication.translate("Format", "{minutes} min {seconds} s")
        return template.format(minutes=minutes, seconds=f"{rest:02d}")
    hours, minutes = divmod(round(seconds / 60), 60)
    template = QCoreApplication.translate("Format", "{hours} h {minutes} min")
    return template.format(hours=thousands(hours), minutes=f"{minutes:02d}")


def tooltip(*paragraphs: str) -> str:
    """Return a tooltip that wraps; Qt breaks lines in rich text only."""
    return "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs if text)
