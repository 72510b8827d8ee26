"""Numbers of cells as a person reads them: a real minus sign, parts of 1 as percentages."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

__all__ = ["figures", "fixed", "percent", "share"]

_DECIMALS = 3
_WHOLE = 9.95
_TENTHS = 0.995
_LEAST = 0.005


def figures(value: float) -> str:
    """Write a value with three decimals, or more where these say nothing: −0.092, 0.0041."""
    if not math.isfinite(value) or value == 0 or abs(value) >= 0.01:
        return fixed(value)
    return f"{value:.2g}".replace("-", "−")


def fixed(value: float, decimals: int = _DECIMALS) -> str:
    """Write a value with so many decimals, always: −0.092; nothing below them is −0.000."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    text = f"{value:.{decimals}f}"
    nothing = not any(digit in text for digit in "123456789")
    return text.lstrip("-") if nothing else text.replace("-", "−")


def share(value: float) -> str:
    """Write a part of 1 as a number of hundredths: 34, 3.4, 0.45, <0.01."""
    hundredths = 100.0 * value
    if math.isnan(value):
        return "–"
    if hundredths >= _WHOLE:
        return f"{hundredths:.0f}"
    if hundredths >= _TENTHS:
        return f"{hundredths:.1f}"
    return f"{hundredths:.2f}" if hundredths >= _LEAST or hundredths == 0 else "<0.01"


def percent(value: float) -> str:
    """Write a part of 1 as a percentage in the language in use: 34 %."""
    return QCoreApplication.translate("Format", "{number} %").format(number=share(value))
