"""Numbers and times as a person reads them: the window's one way to write them."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.figures import compact, significant, thousands

__all__ = ["compact", "duration", "significant", "thousands", "tooltip"]


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
