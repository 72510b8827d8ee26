"""The ledger panel: what one cell kept, forgot, wrote and showed at a character."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping

from PySide6.QtCore import (
    QCoreApplication,
    QEasingCurve,
    QEvent,
    QObject,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from lstm_gui.core.export.data_table import Columns, DataTable
from lstm_gui.core.inspection.ledger import (
    Ledger,
    SubStep,
    computation_graph,
    equations,
    ledger,
    sub_steps,
)
from lstm_gui.gui.memory.ledger.graph_view import GraphView
from lstm_gui.gui.memory.ledger.ledger_table import LedgerScale, LedgerTable, ledger_rows
from lstm_gui.gui.memory.memory_view import MemoryPlace, MemoryView
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.exportable import Exported
from lstm_gui.gui.widgets.formats import fixed, percent, written
from lstm_gui.gui.widgets.labels import PlainLabel
from lstm_gui.gui.widgets.theme import GRID, Theme, sized, tabular

__all__ = ["LedgerPanel", "SlowMotion", "Tween", "equation_lines", "step_sentence"]

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


DURATION_MS = 150


class Tween(QObject):
    """Moves named numbers smoothly to new values; a new move begins where they are.

    Signals:
        moved: `values` are others now.
    """

    moved = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.values: Mapping[str, float] = {}
        self._start: Mapping[str, float] = {}
        self._end: Mapping[str, float] = {}
        self._animation = QVariantAnimation(self)
        self._animation.setDuration(DURATION_MS)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._animation.valueChanged.connect(self._on_animation_value_changed)

    @property
    def moving(self) -> bool:
        """Whether the numbers are on their way."""
        return self._animation.state() == QVariantAnimation.State.Running

    def set(self, values: Mapping[str, float]) -> None:
        """Be there at once."""
        self._animation.stop()
        self.values = self._end = values
        self.moved.emit()

    def go(self, values: Mapping[str, float]) -> None:
        """Go there from where the numbers are."""
        self._animation.stop()
        self._start, self._end = self.values, values
        self._animation.start()

    def finish(self) -> None:
        """Be where the way leads."""
        if self.moving:
            self.set(self._end)

    def _on_animation_value_changed(self, part: float) -> None:
        start = self._start
        self.values = {
            key: _between(start.get(key, math.nan), end, part) for key, end in self._end.items()
        }
        self.moved.emit()


def _between(start: float, end: float, part: float) -> float:
    if not (math.isfinite(start) and math.isfinite(end)) or part >= 1.0:
        return end
    return start + (end - start) * part


_TABLE_WIDTH = 240


class LedgerPanel(MemoryView):
    """Shows what a cell kept, forgot, wrote and showed at a character.

    Signals:
        positionStepped: The person wants to go so many characters on.
    """

    positionStepped = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledgerPanel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self.book: Ledger | None = None
        self._shown: Ledger | None = None
        self._character = self._previous = ""
        self._scale = LedgerScale()
        self._motion = True
        self._stressed: tuple[str, ...] = ()
        self._tween = Tween(self)
        self._slow = SlowMotion(self)
        self._title = self._label("ledgerTitle", role="muted")
        self._words = self._label("ledgerEquation")
        self._empty = self._label("ledgerMessage", role="muted")
        self._graph = GraphView()
        self._table = LedgerTable()
        self._slowly = self._button("ledgerSlowMotionButton", "")
        self._before = self._button("ledgerPreviousButton", "‹")
        self._after = self._button("ledgerNextButton", "›")
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    def set_place(self, place: MemoryPlace) -> None:
        """Show the ledger of this cell at this character."""
        text, position = place.text, place.position
        book = ledger(place.trace, layer=place.layer, cell=place.cell, position=position)
        self.set_ledger(book, text[position], text[position - 1] if position else "")

    def set_ledger(
        self, book: Ledger | None, character: str = "", previous_character: str = ""
    ) -> None:
        """Show this ledger of the step that read `character`, or nothing."""
        self.book = book
        self._character, self._previous = character, previous_character
        if self.isVisible():
            self._show_book()

    def set_stress(self, nodes: tuple[str, ...]) -> None:
        """Stress these nodes of the graph and their rows, while there is no slow motion."""
        self._stressed = nodes
        self._show_slow()

    def set_motion(self, motion: bool) -> None:
        """Let numbers move when another character is chosen, or not."""
        self._motion = motion
        if not motion:
            self._tween.finish()

    def exported(self) -> Exported:
        """Return graph and table, without what goes through them."""
        drawn = self if self.book is None else self._drawn
        return Exported(drawn, self._exported_table, words=self._graph.accessibleDescription)

    def _exported_table(self) -> DataTable:
        """Return the lines of the ledger."""
        if self.book is None:
            return DataTable({})
        rows = ledger_rows(self.book)
        columns: Columns = {
            "symbol": [row.symbol for row in rows],
            "name": [row.name for row in rows],
            "value": [row.value for row in rows],
        }
        place = {"layer": self.book.layer + 1, "cell": self.book.cell}
        return DataTable(columns, {**place, "position": self.book.position + 1})

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Ledger"))
        self._title.setAccessibleName(self.tr("Cell and character"))
        self._words.setAccessibleName(self.tr("Equation"))
        self._graph.setAccessibleName(self.tr("Computation graph"))
        self._table.setAccessibleName(self.tr("Numbers of the ledger"))
        self._empty.setAccessibleName(self.tr("What the ledger will show"))
        self._empty.setText(
            self.tr("The ledger of a cell appears here, when the model has read the probe text.")
        )
        self._name(self._before, self.tr("Previous character"), self.tr("Left"))
        self._name(self._after, self.tr("Next character"), self.tr("Right"))
        self._slowly.setToolTip(self.tr("Explain this step one part at a time"))
        self._show_book()
        self._show_slow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font, beside the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._graph.forget_fonts()

    def _catch_up(self) -> None:
        self._show_book()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop all motion, and signal that it is hidden."""
        self._slow.stop()
        self._tween.finish()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the character before or after; Escape ends slow motion."""
        moves = {Qt.Key.Key_Left.value: -1, Qt.Key.Key_Right.value: 1}
        if event.key() in moves and self.book is not None:
            self.positionStepped.emit(moves[event.key()])
        elif event.key() == Qt.Key.Key_Escape and self._slow.running:
            self._slow.stop()
        else:
            super().keyPressEvent(event)

    def _label(self, name: str, *, role: str = "") -> QLabel:
        label = PlainLabel(parent=self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setFont(tabular(label.font()))
        return label

    def _button(self, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(text)
        return button

    @staticmethod
    def _name(button: QToolButton, name: str, key: str) -> None:
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({key})")

    def _lay_out(self) -> None:
        flags = Qt.TextInteractionFlag.TextSelectableByMouse
        self._words.setTextInteractionFlags(flags)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._words.setMinimumWidth(1)
        self._words.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        top.addWidget(self._words, 1)
        for button in (self._slowly, self._before, self._after):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self._arrange(top)

    def _arrange(self, top: QHBoxLayout) -> None:
        sized(self._table.setMinimumWidth, _TABLE_WIDTH)
        self._drawn = QWidget()
        body = QHBoxLayout(self._drawn)
        body.setSpacing(2 * GRID)
        body.setContentsMargins(0, 0, 0, 0)
        drawing = QVBoxLayout()
        drawing.setSpacing(0)
        drawing.addWidget(self._title)
        drawing.addWidget(self._graph, 1)
        body.addLayout(drawing, 8)
        column = QVBoxLayout()
        column.addWidget(self._table, 1)
        column.addStretch()
        body.addLayout(column, 7)
        self._content = QWidget(self)
        self._content.hide()
        content = QVBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(GRID // 2)
        content.addLayout(top)
        content.addWidget(self._drawn, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(GRID, GRID // 2, GRID, GRID // 2)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._content, 1)

    def _connect(self) -> None:
        self._before.clicked.connect(self._on_before_clicked)
        self._after.clicked.connect(self._on_after_clicked)
        self._slowly.clicked.connect(self._on_slowly_clicked)
        self._tween.moved.connect(self._on_tween_moved)
        self._slow.moved.connect(self._show_slow)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._graph.apply(self._theme.scheme)
        self._table.apply(self._theme.scheme)

    def _show_book(self) -> None:
        """Show the ledger as it is now; while hidden, do nothing."""
        if not self.isVisible():
            return
        book, before = self.book, self._shown
        self._empty.setVisible(book is None)
        self._content.setVisible(book is not None)
        self._shown = book
        if book is None:
            self._slow.stop()
            return
        self._scale.follow(book)
        self._title.setText(self._title_of(book))
        self._graph.set_graph(computation_graph(book), self._character, self._scale.color_limit)
        self._table.set_rows(ledger_rows(book), self._scale)
        self._move(book, before)
        if before is None or _place(before) != _place(book):
            self._slow.stop()
        self._show_slow()

    def _move(self, book: Ledger, before: Ledger | None) -> None:
        """Let the numbers go to another character's; training changes them at once."""
        values = _numbers(book)
        stepped = before is not None and before.cell_kind == book.cell_kind
        glides = self._motion and not self._theme.calm
        if glides and stepped and before is not None and _place(before) != _place(book):
            self._tween.go(values)
        elif self._tween.values != values:
            self._tween.set(values)

    def _title_of(self, book: Ledger) -> str:
        template = self.tr("cell {cell} · {characters} · position {position}")
        read = [visible_character(one) for one in (self._previous, self._character) if one]
        return template.format(
            cell=book.cell, characters=" → ".join(read), position=book.position + 1
        )

    def _sub_step(self) -> SubStep | None:
        if self._shown is None or self._slow.index is None:
            return None
        parts = sub_steps(self._shown)
        return parts[self._slow.index] if self._slow.index < len(parts) else None

    def _show_slow(self) -> None:
        """Show the sub-step of slow motion, or the whole step."""
        step, book = self._sub_step(), self._shown
        self._slowly.setText(self.tr("Stop") if step else self.tr("Slow motion"))
        self._slowly.setAccessibleName(self._slowly.text())
        there = {node.id for node in book.spec.nodes} if book is not None else set()
        marked = step.nodes if step else tuple(node for node in self._stressed if node in there)
        self._graph.set_marked(marked)
        self._table.set_marked(marked[-1:] if step else marked)
        if book is not None:
            lines = list(equation_lines(book, step))
            if step is not None:
                lines.append(step_sentence(book, step))
            self._words.setText("<br>".join(lines))
            self._graph.setAccessibleDescription(self._summary())

    def _summary(self) -> str:
        names = (f"{row.name} {fixed(row.value)}" for row in self._table.rows)
        return " · ".join((self._title.text(), *names))

    def _on_before_clicked(self) -> None:
        self.positionStepped.emit(-1)

    def _on_after_clicked(self) -> None:
        self.positionStepped.emit(1)

    def _on_slowly_clicked(self) -> None:
        if self._slow.running:
            self._slow.stop()
        elif self._shown is not None:
            self._tween.finish()
            self._slow.start(len(sub_steps(self._shown)))

    def _on_tween_moved(self) -> None:
        values = self._tween.values
        self._graph.set_values({k[5:]: v for k, v in values.items() if k.startswith("node:")})
        self._table.set_ends(values)


def _place(book: Ledger) -> tuple[str, int, int, int]:
    return book.cell_kind, book.layer, book.cell, book.position


def _numbers(book: Ledger) -> dict[str, float]:
    """Return every number that is drawn, by a name of its own."""
    values = {f"node:{node.id}": node.value for node in computation_graph(book).nodes}
    for row in ledger_rows(book):
        if not math.isnan(row.end):
            values[f"start:{row.key}"], values[f"end:{row.key}"] = row.start, row.end
    return values
