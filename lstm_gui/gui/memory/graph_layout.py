"""Where the nodes of a computation graph stand, and which way its arrows go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from lstm_gui.core.inspection import Node

__all__ = ["GraphLayout", "Label"]

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
        self.pixels = int(min(max(fitting, _SMALLEST), _LARGEST))
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
