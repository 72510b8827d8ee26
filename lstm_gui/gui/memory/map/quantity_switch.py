"""The buttons that choose the quantity shown, and the box for the layer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QToolButton, QWidget

from lstm_gui.gui.memory.quantities import Quantity
from lstm_gui.gui.widgets.theme import GRID, px, sized
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["QuantitySwitch"]

_BUTTON = 4 * GRID
_MOST_QUANTITIES = 6
"""Of an LSTM."""


class QuantitySwitch(Retranslated, QWidget):
    """One button for each quantity of the model, one of them down; a layer when there are more.

    Signals:
        quantityChosen: The person chose the quantity with this key.
        layerChosen: The person chose this layer, counted from 0.
    """

    quantityChosen = Signal(str)
    layerChosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("quantitySwitch")
        self._quantities: tuple[Quantity, ...] = ()
        self._buttons: list[QToolButton] = []
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self._on_group_clicked)
        self._row = QHBoxLayout()
        self._row.setSpacing(GRID // 2)
        self._layers = QComboBox()
        self._layers.setObjectName("layerCombo")
        self._layers.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._layers.activated.connect(self._on_layers_activated)
        self._layers.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GRID)
        layout.addLayout(self._row)
        layout.addWidget(self._layers)
        self.retranslate()

    @property
    def quantity(self) -> Quantity | None:
        """The quantity whose button is down."""
        index = self._group.checkedId()
        return self._quantities[index] if index >= 0 else None

    @property
    def layer(self) -> int:
        """The chosen layer, counted from 0."""
        return max(self._layers.currentIndex(), 0)

    def minimumSizeHint(self) -> QSize:
        """Need as much for every cell as for the one with the most quantities."""
        hint = super().minimumSizeHint()
        missing = _MOST_QUANTITIES - len(self._buttons)
        return QSize(hint.width() + missing * (px(_BUTTON) + GRID // 2), hint.height())

    def set_quantities(self, quantities: Sequence[Quantity]) -> None:
        """Offer these; the one in use stays if it is among them, else the first is taken."""
        if tuple(quantities) == self._quantities:
            return
        before = self.quantity
        for button in self._buttons:
            self._group.removeButton(button)
            self._row.removeWidget(button)  # else both sets want room, and the docks give it
            button.hide()
            button.deleteLater()
        self._quantities = tuple(quantities)
        self._buttons = [self._button(index) for index in range(len(quantities))]
        self.set_quantity(before.key if before in self._quantities and before else "")
        self.retranslate()

    def set_quantity(self, key: str) -> None:
        """Press the button of this quantity, or the first one."""
        keys = [quantity.key for quantity in self._quantities]
        if self._buttons:
            self._buttons[keys.index(key) if key in keys else 0].setChecked(True)

    def set_layers(self, count: int) -> None:
        """Offer so many layers; one layer needs no choice."""
        if count != self._layers.count():
            chosen = min(self.layer, count - 1)
            with QSignalBlocker(self._layers):
                self._layers.clear()
                self._layers.addItems([""] * count)
                self._layers.setCurrentIndex(chosen)
            self.retranslate()
        self._layers.setVisible(count > 1)

    def set_layer(self, layer: int) -> None:
        """Choose a layer, counted from 0, if it is offered."""
        if layer < self._layers.count():
            self._layers.setCurrentIndex(layer)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("What is shown"))
        for quantity, button in zip(self._quantities, self._buttons, strict=True):
            button.setText(quantity.symbol)
            button.setToolTip(quantity.name)
            button.setAccessibleName(quantity.name)
        self._layers.setAccessibleName(self.tr("Layer"))
        for index in range(self._layers.count()):
            self._layers.setItemText(index, self.tr("layer {number}").format(number=index + 1))

    def _button(self, index: int) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        sized(button.setMinimumWidth, _BUTTON)
        button.setObjectName(f"quantityButton_{self._quantities[index].key}")
        self._group.addButton(button, index)
        self._row.addWidget(button)
        return button

    def _on_group_clicked(self, index: int) -> None:
        self.quantityChosen.emit(self._quantities[index].key)

    def _on_layers_activated(self, index: int) -> None:
        self.layerChosen.emit(index)
