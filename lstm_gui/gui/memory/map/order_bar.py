"""The bar over the heat map: the order of its rows, a search for cells, and pinned cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QKeySequence, QPainter, QPen, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStyleOptionComboBox,
    QToolButton,
    QWidget,
)

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.naming import NamedCell
from lstm_gui.core.inspection.ordering import ORDERS, Order
from lstm_gui.core.model.backend import Trace
from lstm_gui.gui.memory.cell_names import cell_names
from lstm_gui.gui.memory.map.row_order import CellOrder, Rows, find_cells
from lstm_gui.gui.widgets.icons import icon
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme, px, sized
from lstm_gui.gui.widgets.translation import Retranslated, TypedLine

__all__ = ["OrderBar", "RowSorting", "_pin_icon", "draw_pin"]

_SIZES = (16, 32, 48)


def draw_pin(painter: QPainter, area: QRectF, color: str) -> None:
    """Draw a pin that fills a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.topLeft())
    painter.scale(area.width() / 16, area.height() / 16)
    painter.setBrush(QColor(color))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(4.5, 1.5, 7, 2), 0.8, 0.8)
    painter.drawRect(QRectF(6, 3, 4, 4.5))
    painter.drawRoundedRect(QRectF(3.5, 7.5, 9, 2), 0.8, 0.8)
    painter.setPen(QPen(QColor(color), 1.4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawLine(QPointF(8, 9.5), QPointF(8, 14.3))
    painter.restore()


def _pin_icon(scheme: Scheme) -> QIcon:
    """Return the pin as an icon; disabled, it is in the muted colour."""
    icon = QIcon()
    modes = ((QIcon.Mode.Normal, scheme.text), (QIcon.Mode.Disabled, scheme.muted))
    for size in _SIZES:
        for mode, color in modes:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as painter:
                draw_pin(painter, QRectF(0, 0, size, size), color)
            icon.addPixmap(pixmap, mode)
    return icon


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


class _SearchEdit(TypedLine):
    """A line to search with; Escape empties it."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel) and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(px(_WIDEST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(px(_NARROWEST), super().minimumSizeHint().height())


class OrderBar(Retranslated, QWidget):
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

    def _lay_out(self) -> None:
        self._search.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        for part in (self._orders, self._again, self._search, self._pin):
            row.addWidget(part)
        for button in (self._again, self._pin):
            sized(button.setIconSize, QSize(_ICON, _ICON))
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
        self._pin.setIcon(_pin_icon(self._theme.scheme))

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


class RowSorting(QObject):
    """Keeps the order that the bar asks for, and lets the bar find the cells by their names.

    Signals:
        changed: The rows stand in another order from now on.
    """

    changed = Signal()

    def __init__(self, bar: OrderBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._order = CellOrder()
        self._cells = 0
        self._names: dict[int, str] = {}
        bar.orderChosen.connect(self._on_bar_order_chosen)

    @property
    def by_role(self) -> bool:
        """Whether the rows stand by the names of their cells."""
        return self._order.key == "role"

    def pinned(self, layer: int) -> tuple[int, ...]:
        """Return the pinned cells of a layer."""
        return self._order.pinned(layer)

    @property
    def pins(self) -> tuple[tuple[int, ...], ...]:
        """The pinned cells of each layer, from the first one on."""
        return self._order.pins

    def set_pins(self, pins: Sequence[Sequence[int]]) -> None:
        """Pin these cells of each layer, and no others."""
        self._order.set_pins(pins)
        self.changed.emit()

    def toggle_pin(self, layer: int, cell: int) -> None:
        """Pin a cell, or let it go."""
        self._order.toggle_pin(layer, cell)
        self.changed.emit()

    def forget(self) -> None:
        """Sort again when rows are asked for next."""
        self._order.forget()

    def name_of(self, cell: int) -> str:
        """Return the name of a cell, or nothing."""
        return self._names.get(cell, "")

    def take_names(self, named: Sequence[NamedCell]) -> None:
        """Take the names of the cells: for the search and the order by role."""
        if self._order.take_names(named):
            self.changed.emit()
        self.retranslate()

    def rows(self, trace: Trace, *, layer: int, quantity: str) -> Rows:
        """Return the rows for a layer, which the bar finds its cells among from now on."""
        rows = self._order.rows(trace, layer=layer, quantity=quantity)
        self._cells = len(rows.order)
        self._bar.set_cells(self._cells, self._names)
        return rows

    def retranslate(self) -> None:
        """Name the cells in the language in use."""
        self._names = cell_names(self._order.named)
        if self._bar.isVisible():
            self._bar.set_cells(self._cells, self._names)

    def _on_bar_order_chosen(self, key: Order) -> None:
        self._order.choose(key)
        self.changed.emit()
