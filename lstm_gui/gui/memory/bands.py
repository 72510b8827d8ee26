"""The bands of the reading, one above the other, and what is drawn when in them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

__all__ = ["GUESSES", "Bands"]

GUESSES = 5
_GAP = 4.0
_WIDE_GAP = 8.0
_GROWING_SURPRISE, _GROWING_TEXT, _GROWING_GUESS = 0.18, 0.06, 0.2
_SURPRISE = (18.0, 88.0)
_TEXT = (20.0, 34.0)
_GUESS = (12.0, 19.0)
_TRACES = 64.0
_LEAST_TRACES = 24.0
_STATES_SHARE = 0.55


@dataclass(frozen=True, slots=True)
class Bands:
    """Top to bottom: surprise, text, guesses (five rows), states, gates."""

    surprise: QRectF
    text: QRectF
    guesses: QRectF
    states: QRectF
    gates: QRectF | None

    @classmethod
    def of(cls, area: QRectF, *, gates: bool) -> Bands:
        """Divide an area; when it is low, the traces give way first."""
        least = _SURPRISE[0] + _TEXT[0] + GUESSES * _GUESS[0] + _TRACES + 2 * _GAP + _WIDE_GAP
        spare = max(area.height() - least, 0.0)
        heights = (
            min(_SURPRISE[0] + spare * _GROWING_SURPRISE, _SURPRISE[1]),
            min(_TEXT[0] + spare * _GROWING_TEXT, _TEXT[1]),
            GUESSES * min(_GUESS[0] + spare * _GROWING_GUESS / GUESSES, _GUESS[1]),
        )
        tops = [area.top()]
        for height in heights:
            tops.append(tops[-1] + height + _GAP)
        rows = [
            QRectF(area.left(), top, area.width(), height)
            for top, height in zip(tops, heights, strict=False)
        ]
        traces = QRectF(area.left(), tops[3] + _GAP, area.width(), 0.0)
        traces.setBottom(max(area.bottom(), traces.top() + _LEAST_TRACES))
        if not gates:
            return cls(rows[0], rows[1], rows[2], traces, None)
        upper = QRectF(traces)
        upper.setHeight((traces.height() - _WIDE_GAP) * _STATES_SHARE)
        lower = QRectF(traces)
        lower.setTop(upper.bottom() + _WIDE_GAP)
        return cls(rows[0], rows[1], rows[2], upper, lower)

    @property
    def guess_row(self) -> float:
        """The height of one guess."""
        return self.guesses.height() / GUESSES
