"""A progress bar of one line, on standard error, and only when that is a terminal."""

from __future__ import annotations

import shutil
import sys
import time

__all__ = ["ProgressBar"]

INTERVAL_S = 0.1
WIDEST = 40
_TO_LINE_START, _ERASE = "\r", "\x1b[K"


class ProgressBar:
    """Shows how far a run is, below the lines that are printed."""

    def __init__(self, *, on: bool | None = None) -> None:
        self._on = sys.stderr.isatty() if on is None else on
        self._started = time.perf_counter()
        self._shown_at = 0.0
        self._first: float | None = None

    def show(self, text: str, done: float) -> None:
        """Show `text`, a bar that is `done` (0 to 1) full, and the time left."""
        now = time.perf_counter()
        if self._first is None:
            self._started, self._first = now, done
        if not self._on or now - self._shown_at < INTERVAL_S:
            return
        self._shown_at = now
        left = f"{_clock(self._left(now, done))} left"
        room = shutil.get_terminal_size().columns - len(text) - len(left) - 6
        full = min(max(room, 0), WIDEST)
        cells = round(full * done)
        bar = f"  [{'#' * cells}{'.' * (full - cells)}]" if full > 3 else ""
        self._write(f"{_TO_LINE_START}{text}{bar}  {left}{_ERASE}")

    def hide(self) -> None:
        """Clear the line."""
        if self._on and self._shown_at:
            self._write(_TO_LINE_START + _ERASE)
            self._shown_at = 0.0

    def print_above(self, line: str) -> None:
        """Print a line on standard output, at once, where the bar has been."""
        self.hide()
        sys.stdout.write(line + "\n")
        sys.stdout.flush()

    def _left(self, now: float, done: float) -> float | None:
        gone = done - (self._first or 0.0)
        return (now - self._started) * (1 - done) / gone if gone > 0 else None

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "?"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
