"""How the views beside the heat map write changes, limits and characters in their sentences."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

__all__ = ["named_character", "named_characters", "plain", "round_up", "shortened", "signed"]

_MOST_NAMED = 8
_LONGEST = 10


def signed(value: float, decimals: int = 2) -> str:
    """Write a value with its sign, of one length: +0.82, −1.40."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "+∞" if value > 0 else "−∞"
    return f"{value:+.{decimals}f}".replace("-", "−")


def plain(value: float) -> str:
    """Write a value of any size in about three figures: 12.5, 0.034, 2.1e−07."""
    if not math.isfinite(value):
        return "–" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value and abs(value) < 1e-3:
        return f"{value:.1e}".replace("-", "−")
    return f"{value:.3g}".replace("-", "−")


def round_up(value: float) -> float:
    """Return the least of … 0.1, 0.2, 0.5, 1, 2, 5 … that is not below a value."""
    if not math.isfinite(value) or value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    steps = (1.0, 2.0, 5.0, 10.0)
    return next((step * power for step in steps if step * power >= value * (1 - 1e-9)), value)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text or, when it is long, its beginning."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def named_character(character: str) -> str:
    """Name a character so that it can be seen in a sentence: a space is called so."""
    if character.isspace():
        return QCoreApplication.translate("Wording", "space")
    return character if character.isprintable() else f"U+{ord(character):04X}"


def named_characters(characters: Sequence[str]) -> str:
    """List characters in a sentence: 我, 你 and 他; of many, the first."""
    shown = [named_character(one) for one in characters[:_MOST_NAMED]]
    if len(characters) > _MOST_NAMED:
        shown.append("…")
    if len(shown) < 2:
        return "".join(shown)
    between = QCoreApplication.translate("Wording", ", ")
    template = QCoreApplication.translate("Wording", "{some} and {last}")
    return template.format(some=between.join(shown[:-1]), last=shown[-1])
