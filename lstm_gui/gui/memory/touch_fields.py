"""The fields of the touch panel and their places; what they mean is the form's business."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from lstm_gui.gui.format import tooltip
from lstm_gui.gui.theme import GRID
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["TouchFields"]

_LONGEST_PREFIX = 512
_MOST_CHARACTERS = 500
_CHARACTERS = 30
_HOTTEST = 5.0
_AFTER_PREFIX = 0


class TouchFields(QWidget):
    """Fields in rows, their labels right-aligned before them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("touchFields")
        self.kinds = self._combo("touchKindCombo")
        self.layers = self._combo("touchLayerCombo")
        self.start = self._combo("touchStartCombo")
        self.start.addItems(["", ""])
        self.cells = self._edit("touchCellsEdit")
        self.source = self._edit("touchSourceEdit")
        self.prefix = self._edit("touchPrefixEdit")
        self.chosen = QPushButton()
        self.chosen.setObjectName("touchChosenCellButton")
        self._make_spins()
        self._make_foot()
        self._rows = self._make_rows()
        self._labels = {key: QLabel() for key in self._rows}
        self._lay_out()

    def _make_spins(self) -> None:
        self.length = QSpinBox()
        self.length.setObjectName("touchLengthSpin")
        self.length.setRange(1, _MOST_CHARACTERS)
        self.length.setValue(_CHARACTERS)
        self.temperature = QDoubleSpinBox()
        self.temperature.setObjectName("touchTemperatureSpin")
        self.temperature.setRange(0, _HOTTEST)
        self.temperature.setSingleStep(0.1)
        for spin in (self.length, self.temperature):
            spin.setAlignment(Qt.AlignmentFlag.AlignRight)

    def _make_foot(self) -> None:
        self.compare = QPushButton()
        self.compare.setObjectName("touchCompareButton")
        self.compare.setProperty("role", "primary")
        self.warning = WrapLabel()
        self.warning.setObjectName("touchWarning")
        self.warning.setProperty("role", "warning")
        self.warning.hide()
        self.note = WrapLabel()
        self.note.setObjectName("touchNote")
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
        self.prefix.setToolTip(self.tr("The model goes on from here, without and with"))
        self.length.setSuffix(self.tr(" characters"))
        self.length.setToolTip(self.tr("How many characters to write"))
        self.chosen.setToolTip(self.tr("Take the cell chosen in the heat map"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox()
        combo.setObjectName(name)
        combo.setMinimumContentsLength(1)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        return combo

    def _edit(self, name: str) -> QLineEdit:
        edit = QLineEdit()
        edit.setObjectName(name)
        edit.setMaxLength(_LONGEST_PREFIX)
        edit.setMinimumWidth(8 * GRID)
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
