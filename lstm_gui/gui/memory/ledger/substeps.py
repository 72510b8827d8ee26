"""The sub-steps of a ledger: a timer that goes through them, their sentences and equations."""

from __future__ import annotations

import html

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.computation_graph import SubStep
from lstm_gui.core.inspection.ledger import Ledger, equations
from lstm_gui.gui.widgets.formats import fixed, percent, written

__all__ = ["SENTENCES", "SlowMotion", "equation_lines", "step_sentence"]

SENTENCES: dict[tuple[str, str], str] = {
    ("lstm", "forget_gate"): QT_TRANSLATE_NOOP(
        "Ledger", "The forget gate keeps {percentage} of the old memory."
    ),
    ("lstm", "keep"): QT_TRANSLATE_NOOP(
        "Ledger", "Of the old memory, {before}, {kept} is kept and {forgotten} is forgotten."
    ),
    ("lstm", "input_gate"): QT_TRANSLATE_NOOP(
        "Ledger", "The input gate lets in {percentage} of what is new."
    ),
    ("lstm", "candidate"): QT_TRANSLATE_NOOP("Ledger", "What is new is the candidate, {value}."),
    ("lstm", "write"): QT_TRANSLATE_NOOP("Ledger", "So {value} is written."),
    ("lstm", "new_state"): QT_TRANSLATE_NOOP(
        "Ledger", "Kept and written together are the new memory, {value}."
    ),
    ("lstm", "output_gate"): QT_TRANSLATE_NOOP(
        "Ledger", "The output gate lets out {percentage} of the memory."
    ),
    ("lstm", "squash"): QT_TRANSLATE_NOOP(
        "Ledger", "First, tanh brings the memory between −1 and 1: {value}."
    ),
    ("lstm", "show"): QT_TRANSLATE_NOOP(
        "Ledger", "So {value} is shown to the rest of the network."
    ),
    ("gru", "reset_gate"): QT_TRANSLATE_NOOP(
        "Ledger", "The reset gate lets {percentage} of the old state into the candidate."
    ),
    ("gru", "candidate"): QT_TRANSLATE_NOOP(
        "Ledger", "The candidate for the new state is {value}."
    ),
    ("gru", "update_gate"): QT_TRANSLATE_NOOP(
        "Ledger", "The update gate keeps {percentage} of the old state."
    ),
    ("gru", "keep"): QT_TRANSLATE_NOOP(
        "Ledger", "Of the old state, {before}, {kept} is kept and {forgotten} is forgotten."
    ),
    ("gru", "write"): QT_TRANSLATE_NOOP(
        "Ledger", "The rest comes from the candidate: {value} is written."
    ),
    ("gru", "new_state"): QT_TRANSLATE_NOOP(
        "Ledger", "Kept and written together are the new state, {value}."
    ),
    ("rnn", "sum"): QT_TRANSLATE_NOOP(
        "Ledger", "The character and the old states are weighted and added: {value}."
    ),
    ("rnn", "new_state"): QT_TRANSLATE_NOOP(
        "Ledger", "tanh brings the sum between −1 and 1: {value} replaces the old state."
    ),
}
"""A sentence for each sub-step of each kind of cell."""

_SECOND_LINE = ("output_gate", "squash", "show")


def step_sentence(book: Ledger, step: SubStep) -> str:
    """Say what a sub-step does, with its numbers, in the language in use."""
    terms = {one.name: fixed(one.value) for one in book.terms}
    return QCoreApplication.translate("Ledger", SENTENCES[book.cell_kind, step.key]).format(
        value=fixed(step.value),
        percentage=percent(step.value),
        before=fixed(book.before),
        kept=terms.get("kept", ""),
        forgotten=terms.get("forgotten", ""),
    )


def equation_lines(book: Ledger, step: SubStep | None = None) -> tuple[str, ...]:
    """Return the equations as rich text: symbols, numbers, result; or the one of a sub-step."""
    lines = tuple(_line(one.symbols, one.numbers) for one in equations(book))
    if step is None:
        return lines
    return (lines[-1] if step.key in _SECOND_LINE else lines[0],)


def _line(symbols: str, numbers: str) -> str:
    result, parts = numbers.replace("-", "−").split(" = ", 1)
    text = html.escape(f"{written(symbols)} = {parts}")
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
