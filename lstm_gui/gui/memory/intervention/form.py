"""The form of an intervention: which cells, what is done to them, and the text to write on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.inspection.forward import Intervention
from lstm_gui.core.inspection.interventions import InterventionTrial
from lstm_gui.core.settings.groups import CellKind, random_seed
from lstm_gui.gui.memory.cell_names import parse_cells
from lstm_gui.gui.memory.intervention.words import Kind, action, explanation, kinds_offered
from lstm_gui.gui.widgets.formats import named_characters, tooltip
from lstm_gui.gui.widgets.labels import PlainLabel, WrapLabel
from lstm_gui.gui.widgets.number_boxes import CountBox, DecimalBox
from lstm_gui.gui.widgets.theme import GRID, px, set_property, sized
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine

__all__ = ["InterventionFields", "InterventionForm"]

_LONGEST_PREFIX = 512
_MOST_CHARACTERS = 500
_CHARACTERS = 30
_HOTTEST = 5.0
_AFTER_PREFIX = 0


class InterventionFields(Retranslated, QWidget):
    """Fields in rows, their labels right-aligned before them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("interventionFields")
        self.kinds = self._combo("interventionKindCombo")
        self.layers = self._combo("interventionLayerCombo")
        self.start = self._combo("interventionStartCombo")
        self.start.addItems(["", ""])
        self.cells = self._edit("interventionCellsEdit")
        self.source = self._edit("interventionSourceEdit")
        self.prefix = self._edit("interventionPrefixEdit")
        self.chosen = QPushButton()
        self.chosen.setObjectName("interventionChosenCellButton")
        self._make_spins()
        self._make_foot()
        self._rows = self._make_rows()
        self._labels = {key: PlainLabel() for key in self._rows}
        self._lay_out()

    def _make_spins(self) -> None:
        self.length = CountBox()
        self.length.setObjectName("interventionLengthSpin")
        self.length.setRange(1, _MOST_CHARACTERS)
        self.length.setValue(_CHARACTERS)
        self.temperature = DecimalBox()
        self.temperature.setObjectName("interventionTemperatureSpin")
        self.temperature.setRange(0, _HOTTEST)
        self.temperature.setSingleStep(0.1)
        for spin in (self.length, self.temperature):
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _make_foot(self) -> None:
        self.compare = QPushButton()
        self.compare.setObjectName("interventionCompareButton")
        self.compare.setProperty("role", "primary")
        self.warning = WrapLabel()
        self.warning.setObjectName("interventionWarning")
        self.warning.setProperty("role", "warning")
        self.warning.hide()
        self.note = WrapLabel()
        self.note.setObjectName("interventionNote")
        self.note.setProperty("role", "muted")

    def _make_rows(self) -> dict[str, tuple[QWidget, ...]]:
        return {
            "cells": (self.cells, self.chosen),
            "layers": (self.layers,),
            "start": (self.start,),
            "source": (self.source,),
            "prefix": (self.prefix, self.length),
            "temperature": (self.temperature,),
        }

    def show_transplant(self, transplant: bool) -> None:
        """Ask for the text whose state is taken, or else for cells and a beginning."""
        shown = {
            "source": transplant,
            "cells": not transplant,
            "start": not transplant,
            "layers": not transplant and self.layers.count() > 1,
        }
        for key, visible in shown.items():
            for part in (self._labels[key], *self._rows[key]):
                part.setVisible(visible)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        names = {
            "cells": (self.tr("Cells"), self.cells),
            "layers": (self.tr("Layer"), self.layers),
            "start": (self.tr("From"), self.start),
            "source": (self.tr("State after"), self.source),
            "prefix": (self.tr("Prefix"), self.prefix),
            "length": (self.tr("Length"), self.length),
            "temperature": (self.tr("Temperature"), self.temperature),
        }
        for key, (name, field) in names.items():
            field.setAccessibleName(name)
            if key in self._labels:  # the length stands behind the prefix, and says its unit
                self._labels[key].setText(name)
        self.temperature.setSpecialValueText(self.tr("0 · greedy"))
        self.temperature.setToolTip(self.tr("0 is greedy: always the likeliest character"))
        self.kinds.setAccessibleName(self.tr("What to do"))
        self.start.setItemText(_AFTER_PREFIX, self.tr("the prefix's end"))
        self.start.setItemText(1 - _AFTER_PREFIX, self.tr("the first character"))
        self._name_choices()
        self.note.set_message(self.tr("Neither the weights nor the training change."))

    def _name_choices(self) -> None:
        self.cells.setPlaceholderText(self.tr("all"))
        self.cells.setToolTip(
            tooltip(self.tr("Numbers and ranges, like 37, 40-45. Nothing means all cells."))
        )
        self.source.setToolTip(self.tr("The text whose state is taken"))
        self.prefix.setToolTip(
            self.tr("The model goes on from here, without and with the intervention")
        )
        self.length.setSuffix(self.tr(" characters"))
        self.length.setToolTip(self.tr("How many characters to write"))
        self.chosen.setToolTip(self.tr("Take the cell chosen in the heat map"))

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setMinimumContentsLength(1)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return combo

    def _edit(self, name: str) -> QLineEdit:
        edit = TypedLine()
        edit.setObjectName(name)
        edit.setMaxLength(_LONGEST_PREFIX)
        sized(edit.setMinimumWidth, 8 * GRID)
        return edit

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(GRID)
        form.setVerticalSpacing(GRID // 2)
        form.setColumnStretch(1, 1)
        form.addWidget(self.kinds, 0, 0, 1, 2)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for line, (key, fields) in enumerate(self._rows.items(), start=1):
            row = QHBoxLayout()
            row.setSpacing(GRID)
            for field in fields:
                row.addWidget(field, 0 if field is self.chosen else 1)
            self._labels[key].setBuddy(fields[0])
            form.addWidget(self._labels[key], line, 0, right)
            form.addLayout(row, line, 1)
        foot = QHBoxLayout()
        foot.setSpacing(GRID)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID // 2)
        column.addLayout(form)
        column.addWidget(self.warning)
        column.addLayout(foot)
        column.addStretch(1)


_FIRST_CHARACTER = 1
_WIDTH, _BAR = 33 * GRID, 10


class InterventionForm(Retranslated, QScrollArea):
    """Turns what a person fills in into an `InterventionTrial`; scrolls where it is low.

    Signals:
        interventionAsked: The person wants this comparison, an `InterventionTrial`.
        explanationChanged: What is to be done, or its words, changed.
    """

    interventionAsked = Signal(object)
    explanationChanged = Signal()

    def __init__(
        self, *, seed: Callable[[], int] = random_seed, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("interventionForm")
        self._new_seed = seed
        self._cell_kind: CellKind = "lstm"
        self._kinds: tuple[Kind, ...] = kinds_offered("lstm")
        self._count = 256
        self._chosen = (0, 0)
        self._running = False
        self._unknown_in: Callable[[str], Sequence[str]] | None = None
        self._fields = InterventionFields()
        self.setWidget(self._fields)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self._fields.setAutoFillBackground(False)
        self._connect()
        self.set_cell_kind("lstm")

    @property
    def kind(self) -> Kind:
        """What is to be done."""
        return self._kinds[max(self._fields.kinds.currentIndex(), 0)]

    @property
    def layer(self) -> int:
        """The layer that the cells are of, counted from 0."""
        return max(self._fields.layers.currentIndex(), 0)

    @property
    def explanation(self) -> str:
        """What this does, in a sentence or two."""
        return explanation(self.kind, self._cell_kind)

    def set_cell_kind(self, cell_kind: CellKind, *, layers: int = 1, cells: int = 256) -> None:
        """Offer what a model of this kind and size has."""
        kind = self.kind
        self._cell_kind, self._count, self._kinds = cell_kind, cells, kinds_offered(cell_kind)
        self._refill(len(self._kinds), layers)
        self._fields.kinds.setCurrentIndex(max(self._place_of(kind), 0))
        self.retranslate()

    def set_kind(self, kind: Kind) -> None:
        """Choose what is to be done, where the model has it."""
        if kind in self._kinds:
            self._fields.kinds.setCurrentIndex(self._place_of(kind))
            self._refresh()

    def set_cell(self, layer: int, cell: int) -> None:
        """Offer this cell on the button."""
        self._chosen = (layer, cell)
        self._name_chosen()

    def set_layer(self, layer: int) -> None:
        """Choose the layer, counted from 0, that the cells are of."""
        self._fields.layers.setCurrentIndex(min(layer, self._fields.layers.count() - 1))

    def set_cells(self, text: str) -> None:
        """Put cells into their box."""
        self._fields.cells.setText(text)

    def set_prefix(self, prefix: str) -> None:
        """Put a text into the prefix box."""
        self._fields.prefix.setText(prefix)

    def set_unknown_check(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """Use this to find the characters that the model does not know."""
        self._unknown_in = unknown
        self._refresh()

    def set_running(self, running: bool) -> None:
        """Tell whether a comparison is under way."""
        self._running = running
        self._refresh()

    def trial(self) -> InterventionTrial | None:
        """Return the comparison that the fields describe, or None while they do not."""
        fields, kind = self._fields, self.kind
        prefix, source = (one_line(edit.text()) for edit in (fields.prefix, fields.source))
        if not prefix or (kind == "transplant" and not source) or self._problem():
            return None
        return InterventionTrial(
            prefix=prefix,
            intervention=None if kind == "transplant" else self._intervention(kind),
            transplant_from=source if kind == "transplant" else None,
            length=fields.length.value(),
            temperature=round(fields.temperature.value(), 2),
        )

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        fields = self._fields
        fields.retranslate()
        for index, kind in enumerate(self._kinds):
            fields.kinds.setItemText(index, action(kind, self._cell_kind))
        for index in range(fields.layers.count()):
            fields.layers.setItemText(index, str(index + 1))
        self.setAccessibleName(self.tr("What to do to the memory"))
        self._name_chosen()
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Take the width that the texts need in the window's style."""
        super().showEvent(event)
        self._take_width()

    def _connect(self) -> None:
        fields = self._fields
        fields.kinds.activated.connect(self._on_kinds_activated)
        for edit in (fields.cells, fields.prefix, fields.source):
            edit.textChanged.connect(self._on_edit_text_changed)
            edit.returnPressed.connect(self._ask)
        fields.chosen.clicked.connect(self._on_chosen_clicked)
        fields.compare.clicked.connect(self._ask)

    def _refill(self, kinds: int, layers: int) -> None:
        fields = self._fields
        layer = max(min(fields.layers.currentIndex(), layers - 1), 0)
        for combo, count, index in ((fields.kinds, kinds, 0), (fields.layers, layers, layer)):
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItems([""] * count)
                combo.setCurrentIndex(index)

    def _place_of(self, kind: Kind) -> int:
        return self._kinds.index(kind) if kind in self._kinds else -1

    def _name_chosen(self) -> None:
        text = self.tr("Cell {cell}").format(cell=self._chosen[1])
        self._fields.chosen.setText(text)
        self._fields.chosen.setAccessibleName(text)

    def _intervention(self, kind: Kind) -> Intervention:
        assert kind != "transplant"
        fields = self._fields
        whole = fields.start.currentIndex() == _FIRST_CHARACTER
        return Intervention(
            kind=kind,
            cells=self._cells(),
            layer=self.layer,
            start=0 if whole else len(one_line(fields.prefix.text())),
        )

    def _cells(self) -> tuple[int, ...] | None:
        words = ("all", self.tr("all"))
        return parse_cells(self._fields.cells.text(), self._count, everything=words)

    def _cells_are_valid(self) -> bool:
        try:
            self._cells()
        except ValueError:
            return False
        return True

    def _problem(self) -> str:
        """Say what is wrong with the fields, or nothing."""
        fields, transplant = self._fields, self.kind == "transplant"
        if not transplant and not self._cells_are_valid():
            template = self.tr("Cells are numbers from 0 to {last}, like 37, 40-45.")
            return template.format(last=self._count - 1)
        text = fields.prefix.text() + (fields.source.text() if transplant else "")
        unknown = tuple(self._unknown_in(one_line(text))) if self._unknown_in else ()
        if not unknown:
            return ""
        template = self.tr("Not in this text: {characters}. Use other characters.")
        return template.format(characters=named_characters(unknown))

    def _refresh(self) -> None:
        fields = self._fields
        fields.show_transplant(self.kind == "transplant")
        self._mark_cells("" if self._cells_are_valid() else "invalid")
        problem = self._problem()
        fields.warning.set_message(problem)
        fields.prefix.setAccessibleDescription(problem)
        fields.compare.setText(self.tr("Comparing") if self._running else self.tr("Compare"))
        fields.compare.setAccessibleName(fields.compare.text())
        fields.compare.setEnabled(not self._running and self.trial() is not None)
        self._take_width()
        self.explanationChanged.emit()

    def _take_width(self) -> None:
        """Never scroll sideways; room for a vertical bar is kept beside the fields."""
        width = max(self._fields.minimumSizeHint().width(), px(_WIDTH))
        self.setFixedWidth(width + px(_BAR))

    def _mark_cells(self, state: str) -> None:
        set_property(self._fields.cells, "state", state)

    def _ask(self) -> None:
        trial = self.trial()
        if trial is not None and not self._running:
            seed = self._new_seed() if trial.temperature > 0 else 0
            self.interventionAsked.emit(replace(trial, seed=seed))

    def _on_kinds_activated(self, _index: int) -> None:
        self._refresh()

    def _on_edit_text_changed(self, _text: str) -> None:
        self._refresh()

    def _on_chosen_clicked(self) -> None:
        layer, cell = self._chosen
        self.set_layer(layer)
        self._fields.cells.setText(str(cell))
