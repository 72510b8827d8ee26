"""The view of an intervention: hold, clear, flip, freeze or transplant a memory, and compare."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate, zip_longest

import numpy as np
from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QCursor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.arrays import Floats
from lstm_gui.core.export.data_table import Columns, DataTable
from lstm_gui.core.inspection.interventions import (
    InterventionOutcome,
    InterventionRun,
    InterventionTrial,
)
from lstm_gui.core.model.cell_kinds import CELLS, states
from lstm_gui.core.numbers import thousands
from lstm_gui.core.settings.groups import CellKind, random_seed
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.heat_strip import HeatStrip
from lstm_gui.gui.memory.intervention.form import InterventionForm
from lstm_gui.gui.memory.intervention.words import Kind
from lstm_gui.gui.memory.quantities import FixedSteps, Scale
from lstm_gui.gui.widgets.characters import length_in_qt, visible_character
from lstm_gui.gui.widgets.exportable import Exportable, Exported
from lstm_gui.gui.widgets.formats import plain, signed
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.theme import GRID, LYRICS_SCALE, Theme, enlarged
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["ContinuationView", "InterventionPanel", "InterventionView"]


class ContinuationView(QPlainTextEdit):
    """A text to read and to copy from; blanks are seen, and are copied as they are."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = ("", "", -1)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        enlarged(self, LYRICS_SCALE)
        self.document().setDocumentMargin(GRID // 2)
        self.setMinimumHeight(5 * GRID)
        theme.changed.connect(self._fill)

    @property
    def parting(self) -> int:
        """The place that is marked in what was written, or −1."""
        return self._shown[2]

    def show_text(self, prefix: str, text: str, parting: int) -> None:
        """Show a prefix and what was written after it; mark this character of it, or none (−1)."""
        self._shown = (prefix, text, parting)
        self._fill()

    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the selected characters themselves, not the signs that stand for blanks."""
        prefix, text, _ = self._shown
        characters, cursor = prefix + text, self.textCursor()
        ends = list(accumulate(length_in_qt(_sign(one)) for one in characters))
        first = bisect_right(ends, cursor.selectionStart())
        last = bisect_left(ends, cursor.selectionEnd())
        mime = QMimeData()
        mime.setText(characters[first : last + 1])
        return mime

    def _fill(self) -> None:
        prefix, text, parting = self._shown
        self.clear()
        cursor = QTextCursor(self.document())
        head = QTextCharFormat()
        head.setForeground(QColor(self._theme.scheme.accent))
        head.setFontWeight(QFont.Weight.DemiBold)
        cursor.insertText(_signs(prefix), head)
        if not 0 <= parting < len(text):
            cursor.insertText(_signs(text), QTextCharFormat())
        else:
            cursor.insertText(_signs(text[:parting]), QTextCharFormat())
            cursor.insertText(_sign(text[parting]), self._mark())
            cursor.insertText(_signs(text[parting + 1 :]), QTextCharFormat())
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _mark(self) -> QTextCharFormat:
        mark = QTextCharFormat()
        mark.setForeground(QColor(self._theme.scheme.on_accent))
        mark.setBackground(QColor(self._theme.scheme.accent))
        mark.setFontWeight(QFont.Weight.DemiBold)
        return mark


def _sign(character: str) -> str:
    """Return what is seen of a character; the end of a line is a sign and the end of a line."""
    sign = visible_character(character)
    return f"{sign}\n" if character == "\n" else sign


def _signs(text: str) -> str:
    return "".join(map(_sign, text))


_MOST_ROWS = 24
_HOLDING = ("hold", "freeze")


class InterventionView(Retranslated, QWidget):
    """Two columns, without and with; before there is a result, what the intervention would do."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("interventionView")
        self._theme = theme
        self.outcome: InterventionOutcome | None = None
        self._asked: InterventionTrial | None = None
        self._layer = 0
        self.states: tuple[Floats, Floats] | None = None
        self._rows: list[int] = []
        self._explanation = ""
        self._sentence = WrapLabel()
        self._sentence.setObjectName("interventionSentence")
        self._explained = WrapLabel()
        self._explained.setObjectName("interventionExplanation")
        self._explained.setProperty("role", "muted")
        self._heads = (self._head("interventionWithoutHead"), self._head("interventionWithHead"))
        self._texts = (ContinuationView(theme), ContinuationView(theme))
        self._strips = (HeatStrip(theme), HeatStrip(theme))
        self._caption = PlainLabel()
        self._caption.setObjectName("interventionCaption")
        self._caption.setProperty("role", "muted")
        self._results = QWidget()
        self._name_parts()
        self._lay_out()
        self._table = color_table(theme.scheme, gate=False)
        theme.changed.connect(self._on_theme_changed)
        self.retranslate()

    @property
    def rows(self) -> tuple[int, ...]:
        """The cells of the strips, from the top: those that differ most."""
        return tuple(self._rows)

    def set_explanation(self, text: str) -> None:
        """Say this for as long as there is no result."""
        self._explanation = text
        self._explained.set_message("" if self.outcome else text)

    def set_result(
        self,
        outcome: InterventionOutcome | None,
        asked: InterventionTrial | None,
        *,
        layer: int = 0,
    ) -> None:
        """Show a result in this layer, and what was asked for if that is known; or none."""
        self.outcome, self._asked, self._layer = outcome, asked, layer
        self._results.setVisible(outcome is not None)
        self.set_explanation(self._explanation)
        self.states = None if outcome is None else self._both_states(outcome)
        if outcome is not None:
            parting = parting_of(outcome.without.text, outcome.with_.text)
            for view, run in zip(self._texts, (outcome.without, outcome.with_), strict=True):
                view.show_text(outcome.prefix, run.text, parting)
        self._sort_rows()
        self._show_states()
        self._show_words()

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        names = (self.tr("Without the intervention"), self.tr("With the intervention"))
        texts = (self.tr("Text without the intervention"), self.tr("Text with the intervention"))
        strips = (
            self.tr("Memory without the intervention"),
            self.tr("Memory with the intervention"),
        )
        for column in range(2):
            self._heads[column].setText(names[column])
            self._texts[column].setAccessibleName(texts[column])
            self._strips[column].setAccessibleName(strips[column])
        self._show_words()

    def _head(self, name: str) -> QLabel:
        head = PlainLabel()
        head.setObjectName(name)
        head.setProperty("role", "heading")
        return head

    def _name_parts(self) -> None:
        for side, text, strip in zip(("Without", "With"), self._texts, self._strips, strict=True):
            text.setObjectName(f"interventionText{side}")
            strip.setObjectName(f"interventionStrip{side}")
            strip.pointed.connect(self._on_strip_pointed)

    def _lay_out(self) -> None:
        self._explained.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        grid = QGridLayout(self._results)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for column in range(2):
            grid.addWidget(self._heads[column], 0, column)
            grid.addWidget(self._texts[column], 1, column)
            grid.addWidget(self._strips[column], 3, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self._caption, 2, 0, 1, 2)
        grid.setRowStretch(1, 3)
        grid.setRowStretch(3, 2)
        self._results.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID // 2)
        layout.addWidget(self._sentence)
        layout.addWidget(self._explained)
        layout.addWidget(self._results, 1)
        layout.addStretch(0)

    def _both_states(self, outcome: InterventionOutcome) -> tuple[Floats, Floats]:
        """Return the state without and with, (characters, cells), of the layer shown."""
        return self._state(outcome.without), self._state(outcome.with_)

    def _state(self, run: InterventionRun) -> Floats:
        layers = states(run.trace)
        layer: Floats = layers[min(self._layer, len(layers) - 1)]
        return layer

    def _sort_rows(self) -> None:
        self._rows = []
        if self.states is not None:
            sizes = _difference(*self.states).max(axis=0, initial=0.0)
            self._rows = [int(cell) for cell in np.argsort(-sizes, kind="stable")[:_MOST_ROWS]]

    def _show_states(self) -> None:
        if self.states is None or self.outcome is None:
            return
        shown = [state[:, self._rows] for state in self.states]
        limit = FixedSteps().follow(np.concatenate([part.ravel() for part in shown]))
        scale = Scale(-limit, limit, gate=False)
        columns, start = max(map(len, shown)), len(self.outcome.prefix)
        for strip, values in zip(self._strips, shown, strict=True):
            strip.set_values(values, scale, self._table, columns=columns, marks=(start,))

    def _show_words(self) -> None:
        self._sentence.set_message(self.words())
        self.setAccessibleDescription(self.words())
        trace = self.outcome.with_.trace if self.outcome else None
        symbol = "H" if trace is None else CELLS[trace.cell].symbol
        if trace is not None and len(trace.quantities["h"]) > 1:
            template = self.tr("{symbol} of the {count} cells of layer {layer} that differ most")
        else:
            template = self.tr("{symbol} of the {count} cells that differ most")
        count = thousands(len(self._rows))
        self._caption.setText(template.format(symbol=symbol, count=count, layer=self._layer + 1))
        self._caption.setAccessibleName(self._caption.text())

    def words(self) -> str:
        """Say where the texts part and how far the memories are apart; nothing without both."""
        if self.outcome is None or self.states is None:
            return ""
        parting = parting_of(self.outcome.without.text, self.outcome.with_.text)
        if parting < 0:
            text = self.tr("Both texts are the same.")
        else:
            text = self.tr("The texts part at character {number}.").format(number=parting + 1)
        return f"{text} {self._memory_words(*self.states)}"

    def _memory_words(self, without: Floats, with_: Floats) -> str:
        intervention = self._asked.intervention if self._asked else None
        if (
            intervention is not None
            and intervention.kind in _HOLDING
            and intervention.start < len(with_)
        ):
            # A held state is the one before `start`, a frozen one that at `start`.
            first = (
                max(intervention.start - 1, 0)
                if intervention.kind == "hold"
                else intervention.start
            )
            held = with_[first:, intervention.mask(with_.shape[1])]
            moved = float(np.ptp(held, axis=0).max(initial=0.0))
            if moved == 0.0:
                return self.tr("What was held passed through unchanged, bit for bit.")
            return self.tr("What was held moved by {size} at most.").format(size=plain(moved))
        mean = float(_difference(without, with_).mean()) if without.size else 0.0
        return self.tr("The memory differs by {size} on average.").format(size=plain(mean))

    def _on_theme_changed(self) -> None:
        self._table = color_table(self._theme.scheme, gate=False)
        self._show_states()

    def _on_strip_pointed(self, row: int, position: int) -> None:
        if self.outcome is None or self.states is None or not 0 <= row < len(self._rows):
            QToolTip.hideText()
            return
        cell = self._rows[row]
        numbers = [
            signed(float(state[position, cell]), 3) if position < len(state) else "–"
            for state in self.states
        ]
        characters = [
            visible_character(text[position]) if position < len(text) else "–"
            for text in (self.outcome.prefix + run.text for run in self._runs())
        ]
        template = self.tr("cell {cell} · without {before} at {one} · with {after} at {other}")
        text = template.format(
            cell=cell, before=numbers[0], one=characters[0], after=numbers[1], other=characters[1]
        )
        QToolTip.showText(QCursor.pos(), text, self)

    def _runs(self) -> tuple[InterventionRun, ...]:
        return (self.outcome.without, self.outcome.with_) if self.outcome else ()


def parting_of(one: str, other: str) -> int:
    """Return the first place where two texts differ, or −1."""
    pairs = enumerate(zip_longest(one, other))
    return next((place for place, (left, right) in pairs if left != right), -1)


def _difference(one: Floats, other: Floats) -> Floats:
    """Return the sizes of the differences, as far as both go."""
    length = min(len(one), len(other))
    sizes: Floats = np.abs(one[:length] - other[:length])
    return sizes


class InterventionPanel(Exportable, Retranslated, QWidget):
    """Asks for a comparison of the same continuation without and with an intervention.

    Signals:
        interventionRequested: The person wants this comparison, an `InterventionTrial`.
    """

    interventionRequested = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        seed: Callable[[], int] = random_seed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("interventionPanel")
        self._asked: InterventionTrial | None = None
        self._layer = 0  # that was chosen when it was asked
        self._form = InterventionForm(seed=seed)
        self._view = InterventionView(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._form)
        layout.addWidget(self._view, 1)
        self._form.interventionAsked.connect(self._on_form_intervention_asked)
        self._form.explanationChanged.connect(self._on_form_explanation_changed)
        self.retranslate()

    @property
    def trial(self) -> InterventionTrial | None:
        """The comparison that the fields describe, or None while they do not."""
        return self._form.trial()

    def exported(self) -> Exported:
        """Return what came of the comparison, without what asks for it."""
        return Exported(self._view, self._exported_table, words=self._view.words)

    def _exported_table(self) -> DataTable:
        """Return both texts and how far the memories are apart at each character."""
        outcome, states = self._view.outcome, self._view.states
        if outcome is None or states is None:
            return DataTable({})
        texts = [outcome.prefix + run.text for run in (outcome.without, outcome.with_)]
        apart = _difference(*states)
        rows = range(len(apart))
        columns: Columns = {
            name: [text[row] if row < len(text) else "" for row in rows]
            for name, text in zip(("without", "with"), texts, strict=True)
        }
        columns["mean_difference"] = apart.mean(axis=1)
        columns["largest_difference"] = apart.max(axis=1)
        return DataTable(columns, {"prefix": outcome.prefix, "layer": self._layer + 1})

    def set_cell_kind(self, cell_kind: CellKind, *, layers: int = 1, cells: int = 256) -> None:
        """Offer what a model of this kind and size has."""
        self._form.set_cell_kind(cell_kind, layers=layers, cells=cells)

    def set_kind(self, kind: Kind) -> None:
        """Choose what is to be done, where the model has it."""
        self._form.set_kind(kind)

    def set_cell(self, layer: int, cell: int) -> None:
        """Offer this cell, the one chosen elsewhere."""
        self._form.set_cell(layer, cell)

    def set_layer(self, layer: int) -> None:
        """Change cells of this layer, counted from 0."""
        self._form.set_layer(layer)

    def set_cells(self, text: str) -> None:
        """Put cells into their box: numbers and ranges, or nothing for all."""
        self._form.set_cells(text)

    def set_prefix(self, prefix: str) -> None:
        """Put a text into the prefix box; nothing is asked for yet."""
        self._form.set_prefix(prefix)

    def set_unknown_check(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """Use this to find the characters that the model does not know."""
        self._form.set_unknown_check(unknown)

    def set_running(self, running: bool) -> None:
        """Tell whether a comparison is under way; without a result, this ends a failed one."""
        self._form.set_running(running)

    def set_result(self, outcome: InterventionOutcome | None) -> None:
        """Show what a comparison gave, or put away the last one."""
        self._form.set_running(False)
        asked = self._asked
        known = outcome is not None and asked is not None and asked.prefix == outcome.prefix
        self._view.set_result(outcome, asked if known else None, layer=self._layer)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Intervention in the memory"))
        self._on_form_explanation_changed()

    def _on_form_intervention_asked(self, trial: InterventionTrial) -> None:
        self._asked, self._layer = trial, self._form.layer
        self._form.set_running(True)
        self.interventionRequested.emit(trial)

    def _on_form_explanation_changed(self) -> None:
        self._view.set_explanation(self._form.explanation)
