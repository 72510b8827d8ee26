"""How the window writes numbers, times, symbols and characters in its sentences."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.clean_text import character_name
from lstm_gui.core.numbers import marked, non_finite, thousands
from lstm_gui.gui.widgets.translation import translated

__all__ = [
    "duration",
    "figures",
    "escaped",
    "fixed",
    "menu_text",
    "named_character",
    "named_characters",
    "percent",
    "plain",
    "round_up",
    "share",
    "shortened",
    "signed",
    "tooltip",
    "whole_percent",
    "without_mnemonic",
    "written",
]


def duration(seconds: float) -> str:
    """Write a time in words for its size: 0.08 s, 3.2 s, 13 s, 2 min 05 s, 1 h 02 min."""
    if not math.isfinite(seconds):
        return "–"
    if seconds < 59.5:
        number = f"{seconds:.2f}" if seconds < 1 else f"{seconds:.{1 if seconds < 9.95 else 0}f}"
        return QCoreApplication.translate("Format", "{seconds} s").format(seconds=marked(number))
    minutes, rest = divmod(round(seconds), 60)
    if minutes < 60:
        template = QCoreApplication.translate("Format", "{minutes} min {seconds} s")
        return template.format(minutes=minutes, seconds=f"{rest:02d}")
    hours, minutes = divmod(round(seconds / 60), 60)
    template = QCoreApplication.translate("Format", "{hours} h {minutes} min")
    return template.format(hours=thousands(hours), minutes=f"{minutes:02d}")


def escaped(text: str) -> str:
    """Return a text as it is written within markup, so that it is shown as it is."""
    return html.escape(text)


def menu_text(text: str) -> str:
    """Return a text as it stands in a menu or beside a field: & would underline a letter."""
    return text.replace("&", "&&")


def without_mnemonic(text: str) -> str:
    """Return an action's text as it reads outside a menu: Open, not &Open or 打开(&O)."""
    return re.sub(r"\s*\(&\w\)|&", "", text)


def tooltip(*paragraphs: str) -> str:
    """Return a tooltip that wraps and shows its text as it is.

    Qt breaks lines in rich text only, and takes a plain text for one that looks like it.
    """
    return "".join(f"<p>{escaped(text)}</p>" for text in paragraphs if text)


_DECIMALS = 3
_WHOLE = 9.95
_TENTHS = 0.995
_LEAST = 0.005


def figures(value: float) -> str:
    """Write a value with three decimals, or more where these say nothing: −0.092, 0.0041."""
    if not math.isfinite(value) or value == 0 or abs(value) >= 0.01:
        return fixed(value)
    return marked(f"{value:.2g}").replace("-", "−")


def fixed(value: float, decimals: int = _DECIMALS) -> str:
    """Write a value with so many decimals, always: −0.092; nothing below them is −0.000."""
    if not math.isfinite(value):
        return non_finite(value)
    text = f"{value:.{decimals}f}"
    nothing = not any(digit in text for digit in "123456789")
    return marked(text.lstrip("-") if nothing else text.replace("-", "−"))


def share(value: float) -> str:
    """Write a part of 1 as a number of hundredths: 34, 3.4, 0.45, <0.01."""
    hundredths = 100.0 * value
    if math.isnan(value):
        return "–"
    if hundredths >= _WHOLE:
        return f"{hundredths:.0f}"
    if hundredths >= _TENTHS:
        return marked(f"{hundredths:.1f}")
    return marked(f"{hundredths:.2f}" if hundredths >= _LEAST or hundredths == 0 else "<0.01")


def percent(value: float) -> str:
    """Write a part of 1 as a percentage in the language in use: 34 %."""
    return QCoreApplication.translate("Format", "{number} %").format(number=share(value))


def whole_percent(part: float) -> str:
    """Write a part of 1 in whole hundredths; 100 % is said of nothing less."""
    number = f"{min(round(100 * part), 99 if part < 1 else 100)}"
    return QCoreApplication.translate("Format", "{number} %").format(number=number)


_LOW = str.maketrans("t−+1", "ₜ₋₊₁")
_INDEX = re.compile(r"_(?:\{([^}]*)\}|(\w))")


def written(symbol: str) -> str:
    """Return a symbol of `core.inspection` with real subscripts and a raised tilde."""
    low = _INDEX.sub(lambda match: (match[1] or match[2]).translate(_LOW), symbol)
    return low.replace("~", "˜")


_MOST_NAMED = 8
_LONGEST = 10


def signed(value: float, decimals: int = 2) -> str:
    """Write a value with its sign, of one length: +0.82, −1.40."""
    if not math.isfinite(value):
        return non_finite(value, plus="+")
    return marked(f"{value:+.{decimals}f}").replace("-", "−")


def plain(value: float) -> str:
    """Write a value of any size in about three figures: 12.5, 0.034, 2.1e−07."""
    if not math.isfinite(value):
        return non_finite(value)
    if value and abs(value) < 1e-3:
        return marked(f"{value:.1e}").replace("-", "−")
    return marked(f"{value:.3g}").replace("-", "−")


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
    return translated(character_name(character))


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
