"""A form that scrolls, over a foot that stays in sight."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QStyle, QVBoxLayout, QWidget

from lstm_gui.gui.widgets.theme import GRID, Theme, px, text_scale
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["Foot", "FootedForm", "SIDE_PANEL_SIZE"]

SIDE_PANEL_SIZE = QSize(280, 400)
"""What a form at the side of the window takes if it can."""

_LEAST_HEIGHT = 10 * GRID


class Foot(QWidget):
    """What stands below a form, under a thin line."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        with QPainter(self) as painter:
            painter.fillRect(0, 0, self.width(), 1, QColor(self._theme.scheme.line))


class FootedForm(Retranslated, QWidget):
    """A panel whose form scrolls up and down only."""

    def set_content(self, form: QWidget, foot: Foot, *, scroll_name: str) -> None:
        """Put these into the panel, once."""
        scroll = self._scroll = _FormScroll()
        scroll.setObjectName(scroll_name)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setWidget(form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(foot)

    def go_to(self, field: QWidget) -> None:
        """Bring a field into sight, with the keyboard in it."""
        self._scroll.ensureWidgetVisible(field)
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)


class _FormScroll(QScrollArea):
    """Is never narrower than what it holds."""

    def minimumSizeHint(self) -> QSize:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        form = self.widget()
        width = form.minimumSizeHint().width() if form else 0
        return QSize(width + bar, px(_LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint().expandedTo(SIDE_PANEL_SIZE * text_scale())
