"""The base of small plots with a fixed range: mouse, wheel and keys do not move them."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from lstm_gui.gui.widgets.theme import GRID

__all__ = ["StillPlot"]

_AXIS_WIDTH = 48
_BELOW_ALL = -1000
"""Where the axes are drawn, for their grids lie under what is plotted."""


class StillPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """A plot that the mouse does not move; the wheel scrolls the panel that it stands in.

    Args:
        left: The y-axis.
        bottom: The x-axis.
        height: That of the x-axis, 0 to leave it out.
    """

    def __init__(
        self,
        left: pg.AxisItem,
        bottom: pg.AxisItem,
        *,
        height: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, axisItems={"left": left, "bottom": bottom}, enableMenu=False)
        left.setWidth(_AXIS_WIDTH)
        bottom.setHeight(height)
        for axis in (left, bottom):
            axis.setZValue(_BELOW_ALL)
        item = self.getPlotItem()
        item.hideButtons()
        item.layout.setContentsMargins(0, GRID // 2, 2 * GRID, GRID // 2)
        self._view.disableAutoRange()
        self._view.setDefaultPadding(0)
        self._view.setMouseEnabled(False, False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to whoever scrolls."""
        event.ignore()

    @property
    def _view(self) -> Any:  # Any: pyqtgraph has no types
        return self.getPlotItem().getViewBox()
