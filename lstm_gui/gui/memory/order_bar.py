"""How the rows are sorted, which cell is sought, and whether the chosen one is pinned."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from lstm_gui.core.inspection import ORDERS
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.icons import icon
from lstm_gui.gui.memory.pin import pin_icon
from lstm_gui.gui.memory.row_order import find_cells
from lstm_gui.gui.theme import GRID, Theme

__all__ = ["OrderBar"]

_LABELS = {
    "index": QT_TRANSLATE_NOOP("Orders", "index"),
    "variance": QT_TRANSLATE_NOOP("Orders", "variance"),
    "half_life": QT_TRANSLATE_NOOP("Orders", "half-life"),
    "role": QT_TRANSLATE_NOOP("Orders", "role"),
    "similarity": QT_TRANSLATE_NOOP("Orders", "similarity"),
}
_WIDEST, _NARROWEST = 112, 64
_ICON = 14


class _PrefixedCombo(QComboBox):
    """A combo box that says before its value what the value is of, if there is room for it."""

    template = "{value}"

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        if self.width() >= self.sizeHint().width():
            option.currentText = self.template.format(value=option.currentText)

    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        words = self.template.format(value="")
        return QSize(size.width() + self.fontMetrics().horizontalAdvance(words), size.height())

    def minimumSizeHint(self) -> QSize:
        return super().sizeHint()


class _SearchEdit(QLineEdit):
    """A line to search with; Escape empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_WIDEST, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, super().minimumSizeHint().height())


class OrderBar(QWidget):
    """The order of the rows, a search for cells, and a pin.

    Signals:
        orderChosen: The person wants the rows sorted by this now, perhaps once more.
        cellFound: The search led to this cell.
        matchesChanged: These cells fit what is sought: a tuple, perhaps empty.
        pinRequested: The person wants the chosen cell on top, or no longer.
    """

    orderChosen = Signal(str)
    cellFound = Signal(int)
    matchesChanged = Signal(object)
    pinRequested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("orderBar")
        self._theme = theme
        self._cells = 0
        self._names: Mapping[int, str] = {}
        self._matches: tuple[int, ...] = ()
        self._turn = 0
        self._orders = _PrefixedCombo()
        self._orders.setObjectName("orderCombo")
        self._orders.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._orders.addItems([""] * len(ORDERS))
        self._again = QToolButton()
        self._again.setObjectName("refreshOrderButton")
        self._search = _SearchEdit()
        self._search.setObjectName("cellSearch")
        self._pin = QToolButton()
        self._pin.setObjectName("pinButton")
        self._pin.setCheckable(True)
        self._lay_out()
        self._connect()
        self._apply_theme()
        self.retranslate()

    @property
    def matches(self) -> tuple[int, ...]:
        """The cells that fit what is sought."""
        return self._matches

    def set_cells(self, count: int, names: Mapping[int, str]) -> None:
        """Seek among so many cells, by these names too."""
        if (count, names) != (self._cells, self._names):
            self._cells, self._names = count, names
            self._match(self._search.text())

    def set_pinned(self, pinned: bool) -> None:
        """Show whether the chosen cell is pinned."""
        self._pin.setChecked(pinned)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Rows"))
        self._orders.template = self.tr("order: {value}")
        for index, key in enumerate(ORDERS):
            self._orders.setItemText(index, QCoreApplication.translate("Orders", _LABELS[key]))
        self._orders.setAccessibleName(self.tr("Order of the rows"))
        self._orders.setToolTip(
            self.tr("Rows keep their places while training goes on, until they are sorted again.")
        )
        self._again.setAccessibleName(self.tr("Sort again"))
        self._again.setToolTip(self.tr("Sort again by what is shown now"))
        self._search.setAccessibleName(self.tr("Find a cell"))
        self._search.setPlaceholderText(self.tr("find cell"))
        self._search.setToolTip(
            self.tr("A cell's number, or part of its name; Enter goes to the next one.")
        )
        self._pin.setAccessibleName(self.tr("Keep the chosen cell on top"))
        self._pin.setToolTip(self.tr("Keep the chosen cell on top (P)"))
        self._orders.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        self._search.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for part in (self._orders, self._again, self._search, self._pin):
            row.addWidget(part)
        for button in (self._again, self._pin):
            button.setIconSize(QSize(_ICON, _ICON))
        self._again.setEnabled(False)

    def _connect(self) -> None:
        self._orders.activated.connect(self._on_orders_activated)
        self._again.clicked.connect(self._on_again_clicked)
        self._search.textChanged.connect(self._on_search_text_changed)
        self._search.returnPressed.connect(self._on_search_return_pressed)
        self._pin.clicked.connect(self.pinRequested)
        self._theme.changed.connect(self._apply_theme)

    def _apply_theme(self) -> None:
        self._again.setIcon(icon("reset", self._theme.scheme))
        self._pin.setIcon(pin_icon(self._theme.scheme))

    def _match(self, text: str) -> bool:
        """Look for cells; tell whether others were found than before."""
        found = find_cells(text, self._cells, self._names)
        lost = bool(text.strip()) and not found
        self._search.setProperty("state", "invalid" if lost else "")
        self._search.style().polish(self._search)
        if found == self._matches:
            return False
        self._matches, self._turn = found, 0
        self.matchesChanged.emit(found)
        return True

    def _on_orders_activated(self, index: int) -> None:
        self._again.setEnabled(ORDERS[index] != "index")
        self.orderChosen.emit(ORDERS[index])

    def _on_again_clicked(self) -> None:
        self.orderChosen.emit(ORDERS[self._orders.currentIndex()])

    def _on_search_text_changed(self, text: str) -> None:
        if self._match(text) and self._matches:
            self.cellFound.emit(self._matches[0])

    def _on_search_return_pressed(self) -> None:
        if self._matches:
            self._turn = (self._turn + 1) % len(self._matches)
            self.cellFound.emit(self._matches[self._turn])
