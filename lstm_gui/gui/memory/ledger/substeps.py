"""The sub-steps of a ledger: a timer that goes through them, their sentences and equations."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from lstm_gui.core.inspection.ledger import Ledger, SubStep, equations
from lstm_gui.gui.widgets.formats import fixed, percent, written

__all__ = ["SlowMotion", "equation_lines", "step_sentence"]


_GATE = re.compile(r"_([a-su-z])(?![a-z])")
"""An index that names a gate; of these, letters below the line are not in every font."""


def step_sentence(book: Ledger, step: SubStep) -> str:
    """Say what a sub-step does, with its numbers, in the language in use."""
    terms = {one.name: fixed(one.value) for one in book.terms}
    return QCoreApplication.translate("Ledger", step.sentence).format(
        value=fixed(step.value),
        percentage=percent(step.value),
        before=fixed(book.before),
        kept=terms.get("kept", ""),
        forgotten=terms.get("forgotten", ""),
    )


def equation_lines(book: Ledger, step: SubStep | None = None) -> tuple[str, ...]:
    """Return the equations as rich text: symbols, numbers, result; or the one of a sub-step."""
    lines = tuple(_line(one.symbols, one.numbers) for one in equations(book))
    return lines if step is None else (lines[step.equation],)


def _line(symbols: str, numbers: str) -> str:
    result, parts = numbers.replace("-", "−").split(" = ", 1)
    text = written(_GATE.sub(r"<sub>\1</sub>", html.escape(f"{symbols} = {parts}")))
    return f"{text} = <b>{html.escape(result)}</b>"


STEP_MS = 2200


class SlowMotion(QObject):
    """Counts sub-steps while it runs.

    Signals:
        moved: `index` is another one, or None since it has ended.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: int | None = None
        self._count = 0
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self._on_timer_timeout)

    @property
    def running(self) -> bool:
        """Whether a sub-step is shown."""
        return self.index is not None

    def start(self, count: int) -> None:
        """Begin with the first of so many sub-steps."""
        self._count = count
        self._timer.start()
        self._go(0)

    def stop(self) -> None:
        """End at once."""
        self._timer.stop()
        self._go(None)

    def _go(self, index: int | None) -> None:
        if index != self.index:
            self.index = index
            self.moved.emit()

    def _on_timer_timeout(self) -> None:
        following = 0 if self.index is None else self.index + 1
        if following < self._count:
            self._go(following)
        else:
            self.stop()
