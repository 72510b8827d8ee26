"""The computation graph of one cell with its numbers: where the nodes stand, and the drawing."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from lstm_gui.core.inspection.ledger import ComputationGraph, Edge, Node
from lstm_gui.gui.memory.colors import ColorTable, color_table
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.widgets.characters import Glyphs, visible_character
from lstm_gui.gui.widgets.formats import fixed, written
from lstm_gui.gui.widgets.theme import LIGHT, Scheme, px

__all__ = ["GraphLayout", "GraphView", "Label"]

_SIZES = {"state": (4.8, 2.6), "gate": (3.9, 2.6), "input": (3.4, 1.5), "operation": (1.6, 1.6)}
_LONG = {3: (2.4, 1.6), 4: (3.2, 1.6), 6: (3.3, 1.6)}
"""Operations with longer symbols: 1 −, tanh, [x, h]."""
_SHORT = 5.5
"""An arrow that is no longer has no room for a number."""
_SMALLEST, _LARGEST = 10, 16
_WIDTH_FOR, _HEIGHT_FOR = 31.0, 15.5
"""How many times the size of the letters there must be room for."""

_TURNING = ("join", "add")
"""The nodes whose arrows run sideways first and then turn, as in the book's drawing."""


@dataclass(frozen=True, slots=True)
class Label:
    """Where a number stands: centred above an arrow that runs sideways, else at its right."""

    x: float
    y: float
    above: bool


class GraphLayout:
    """Fits a graph of coordinates 0 to 1 into an area; sizes follow the letters."""

    def __init__(self, area: QRectF, nodes: Sequence[Node] = ()) -> None:
        fitting = min(area.width() / _WIDTH_FOR, area.height() / _HEIGHT_FOR)
        self.pixels = int(min(max(fitting, px(_SMALLEST)), px(_LARGEST)))
        self._left = min((node.x for node in nodes), default=0.0)
        self._right = max((node.x for node in nodes), default=1.0)
        self._top = min((node.y for node in nodes), default=0.0)
        self._bottom = max((node.y for node in nodes), default=1.0)
        self._inner = area.adjusted(
            self._margin(nodes, 0, lambda node: node.x == self._left),
            self._margin(nodes, 1, lambda node: node.y == self._top),
            -self._margin(nodes, 0, lambda node: node.x == self._right),
            -self._margin(nodes, 1, lambda node: node.y == self._bottom),
        )

    def center(self, node: Node) -> QPointF:
        """Return the middle of a node; the outermost ones touch the border."""
        x = (node.x - self._left) / ((self._right - self._left) or 1.0)
        y = (node.y - self._top) / ((self._bottom - self._top) or 1.0)
        inner = self._inner
        return QPointF(inner.left() + x * inner.width(), inner.top() + y * inner.height())

    def box(self, node: Node) -> QRectF:
        """Return the outline of a node."""
        width, height = (self.pixels * side for side in _size(node))
        center = self.center(node)
        return QRectF(center.x() - width / 2, center.y() - height / 2, width, height)

    def route(self, source: Node, target: Node) -> list[QPointF]:
        """Return the corners of an arrow, from the border of one node to that of the other."""
        start, end = self.center(source), self.center(target)
        corners = [start, end]
        if source.id in _TURNING and abs(end.y() - start.y()) > 1:
            corners = [start, QPointF(end.x(), start.y()), end]
        corners[0] = _leaving(self.box(source), corners[1])
        corners[-1] = _leaving(self.box(target), corners[-2])
        return corners

    def label(self, source: Node, target: Node) -> Label:
        """Return where the number on an arrow stands."""
        corners = self.route(source, target)
        start, end = corners[0], corners[1]
        middle, up = (start + end) / 2, 0.75 * self.pixels
        dx, dy = abs(end.x() - start.x()), abs(end.y() - start.y())
        if dy > dx / 2:
            return Label(max(start.x(), middle.x()) + 4, middle.y(), False)
        if dx < _SHORT * self.pixels and len(corners) == 2:
            box = self.box(source)
            return Label(box.center().x(), box.top() - up, True)
        return Label(middle.x(), middle.y() - up, True)

    def _margin(self, nodes: Sequence[Node], side: int, is_last: Callable[[Node], bool]) -> float:
        """Return how far from the border the middles of the outermost nodes must stay."""
        sizes = [_size(node)[side] for node in nodes if is_last(node)]
        return self.pixels * max(sizes, default=0.0) / 2 + 1


def _size(node: Node) -> tuple[float, float]:
    if node.kind == "operation":
        return _LONG.get(len(node.symbol), _SIZES["operation"])
    return _SIZES[node.kind]


def _leaving(box: QRectF, toward: QPointF) -> QPointF:
    """Return where the line from the middle of a box to a point crosses its border."""
    center = box.center()
    dx, dy = toward.x() - center.x(), toward.y() - center.y()
    across = box.width() / 2 / abs(dx) if dx else float("inf")
    along = box.height() / 2 / abs(dy) if dy else float("inf")
    part = min(across, along, 1.0)
    return QPointF(center.x() + part * dx, center.y() + part * dy)


_DIMMED = 0.45
_GATE = Scale(0.0, 1.0, gate=True)
_UNIT = Scale(-1.0, 1.0, gate=False)
_ARROW = 5.0


class GraphView(QWidget):
    """Boxes for states and gates, circles for operations, arrows with what they carry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ledgerGraph")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._graph: ComputationGraph | None = None
        self._values: Mapping[str, float] = {}
        self._character = ""
        self._scale = _UNIT
        self._marked: Collection[str] = ()
        self._scheme = LIGHT
        self._tables: dict[bool, ColorTable] = {}
        self._layout = GraphLayout(QRectF())
        self._glyphs = Glyphs(self._layout.pixels)

    def sizeHint(self) -> QSize:
        """Want room beside the table."""
        return QSize(340, 180)

    def minimumSizeHint(self) -> QSize:
        """Need so much that the boxes do not meet."""
        return QSize(256, 126)

    def set_graph(self, graph: ComputationGraph | None, character: str, limit: float) -> None:
        """Draw this graph; states have the ends of their colours at `limit`."""
        self._graph, self._character = graph, character
        self._scale = Scale(-limit, limit, gate=False)
        self._fit()
        self.update()

    def set_values(self, values: Mapping[str, float]) -> None:
        """Show these values in place of the graph's own, by node."""
        self._values = values
        self.update()

    def set_marked(self, nodes: Collection[str]) -> None:
        """Stress some nodes and what passes between them, or none."""
        if nodes != self._marked:
            self._marked = nodes
            self.update()

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        self._scheme = scheme
        self._tables = {gate: color_table(scheme, gate=gate) for gate in (False, True)}
        self.update()

    def forget_fonts(self) -> None:
        """Lay out all texts again in the new font."""
        self._glyphs = Glyphs(self._layout.pixels)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the graph."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        nodes = () if self._graph is None else self._graph.nodes
        self._layout = GraphLayout(QRectF(self.rect()), nodes)
        if self._layout.pixels != self._glyphs.pixels:
            self._glyphs = Glyphs(self._layout.pixels)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edges, then the nodes over their ends, then the numbers."""
        if self._graph is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._glyphs.begin(painter)
            nodes = {node.id: node for node in self._graph.nodes}
            for edge in self._edges():
                self._draw_edge(painter, nodes[edge.source], nodes[edge.target])
            for node in self._graph.nodes:
                painter.setOpacity(1.0)
                if node.kind == "operation":
                    self._draw_operation(painter, node)
                else:
                    self._draw_box(painter, node)
            self._draw_labels(painter, nodes)

    def _edges(self) -> list[Edge]:
        """Return the edges, the stressed ones last, so that they lie above."""
        assert self._graph is not None
        return sorted(self._graph.edges, key=lambda one: self._is_marked(one.source, one.target))

    def _is_marked(self, *nodes: str) -> bool:
        return bool(self._marked) and all(node in self._marked for node in nodes)

    def _rests(self, *nodes: str) -> bool:
        """Tell whether slow motion is about others; what rests can still be read."""
        return bool(self._marked) and not self._is_marked(*nodes)

    def _value(self, node: Node) -> float:
        return self._values.get(node.id, node.value)

    def _colors(self, node: Node) -> tuple[QColor, QColor]:
        """Return the fill and the ink of a node's value; colourless beside stressed ones."""
        value = self._value(node)
        if self._rests(node.id):
            return QColor(self._scheme.surface), QColor(self._scheme.muted)
        if math.isnan(value) or not self._tables:
            return QColor(self._scheme.surface), QColor(self._scheme.text)
        scale = _UNIT
        if node.kind == "gate" and "~" not in node.id:
            scale = _GATE
        elif node.id.startswith("c") and node.kind == "state":
            scale = self._scale
        table = self._tables[scale.gate]
        place = round(255 * min(max((value - scale.low) / (scale.high - scale.low), 0.0), 1.0))
        return table.colors[place], table.inks[place]

    def _draw_edge(self, painter: QPainter, source: Node, target: Node) -> None:
        marked = self._is_marked(source.id, target.id)
        painter.setOpacity(_DIMMED if self._rests(source.id, target.id) else 1.0)
        color = QColor(self._scheme.accent if marked else self._scheme.muted)
        points = self._layout.route(source, target)
        painter.setPen(QPen(color, 2.0 if marked else 1.0))
        for one, other in pairwise(points):
            painter.drawLine(one, other)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawPolygon(_arrow(points[-2], points[-1]))

    def _draw_box(self, painter: QPainter, node: Node) -> None:
        box = self._layout.box(node)
        fill, ink = self._colors(node)
        painter.setBrush(fill)
        painter.setPen(self._outline(node))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(ink)
        symbol, value = written(node.symbol), self._value_text(node)
        center, step = box.center(), self._glyphs.pixels * 0.62
        if value and node.kind == "input":
            self._glyphs.draw(painter, f"{symbol}  {value}", center.x(), center.y())
        elif value:
            self._glyphs.draw(painter, symbol, center.x(), center.y() - step)
            self._glyphs.draw(painter, value, center.x(), center.y() + step)
        else:
            self._glyphs.draw(painter, symbol, center.x(), center.y())

    def _draw_operation(self, painter: QPainter, node: Node) -> None:
        box = self._layout.box(node)
        painter.setBrush(QColor(self._scheme.background))
        painter.setPen(self._outline(node))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        rests = self._rests(node.id)
        painter.setPen(QColor(self._scheme.muted if rests else self._scheme.text))
        self._glyphs.draw(painter, node.symbol, box.center().x(), box.center().y())

    def _draw_labels(self, painter: QPainter, nodes: Mapping[str, Node]) -> None:
        """Write the result of each operation once, beside its first arrow."""
        assert self._graph is not None
        done: set[str] = set()
        for edge in self._graph.edges:
            source, target = nodes[edge.source], nodes[edge.target]
            value = self._value(source)
            if source.kind != "operation" or source.id in done or math.isnan(value):
                continue
            if target.kind == "state":
                continue  # its box has the number
            done.add(source.id)
            rests = self._rests(source.id)
            painter.setPen(QColor(self._scheme.muted if rests else self._scheme.text))
            at = self._layout.label(source, target)
            draw = self._glyphs.draw if at.above else self._glyphs.draw_left
            draw(painter, fixed(value), at.x, at.y)

    def _outline(self, node: Node) -> QPen:
        if self._is_marked(node.id):
            return QPen(QColor(self._scheme.accent), 2)
        return QPen(QColor(self._scheme.line if self._rests(node.id) else self._scheme.muted), 1)

    def _value_text(self, node: Node) -> str:
        if node.id == "x":
            return visible_character(self._character) if self._character else ""
        value = self._value(node)
        return "" if math.isnan(value) else fixed(value)


def _arrow(start: QPointF, end: QPointF) -> QPolygonF:
    """Return the head of an arrow."""
    length = math.hypot(end.x() - start.x(), end.y() - start.y()) or 1.0
    dx, dy = (end.x() - start.x()) / length, (end.y() - start.y()) / length
    back = QPointF(end.x() - _ARROW * dx, end.y() - _ARROW * dy)
    side = QPointF(-dy * _ARROW * 0.5, dx * _ARROW * 0.5)
    return QPolygonF([end, back + side, back - side])
