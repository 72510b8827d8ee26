"""What was taken off the end of curves when a run went back, for it may go forward again."""

from __future__ import annotations

from lstm_gui.core.history import Doubles, Series

__all__ = ["CutOffs"]


class CutOffs:
    """Cuts series that share their x, and joins them again.

    Args:
        series: All of them; the first tells how far they reach.
    """

    def __init__(self, *series: Series) -> None:
        self._series = series
        self._gone: list[tuple[float, list[tuple[Doubles, Doubles]]]] = []

    def go_to(self, x: float) -> None:
        """Let the series end at x: cut what is beyond, or put back what was cut before it."""
        while self._gone and self._gone[-1][0] <= x:
            for series, points in zip(self._series, self._gone.pop()[1], strict=True):
                series.append(*points)
        gone = [series.cut(x) for series in self._series]
        if gone[0][0].size:
            self._gone.append((float(gone[0][0][-1]), gone))

    def forget(self) -> None:
        """Give up what was cut off: the run has gone another way."""
        self._gone.clear()
