"""What stands in front of a plot: readout and legend in its corner, a message, a button."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lstm_gui.gui.plot_legend import PlotLegend
from lstm_gui.gui.theme import GRID, Scheme, tabular

__all__ = ["PlotOverlay"]

_RIGHT_EDGE = 2
"""The column of the layout that is left to what the plot itself writes beside it."""

_LOWER_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
"""Where falling curves leave room."""


class PlotOverlay(QObject):
    """Five small widgets laid over a viewport; the labels let the mouse through.

    Signals:
        resetAsked: The person pressed the reset button.
    """

    resetAsked = Signal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._readout = self._label("perplexityReadout")
        self._readout.setFont(tabular(viewport.font()))
        self._readout.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._readout.setContentsMargins(4, 0, 4, 0)
        self._words = self._label("perplexityWords")
        self._words.setProperty("role", "muted")
        self._words.setContentsMargins(4, 0, 4, 0)
        self._message = self._label("perplexityMessage")
        self._message.setProperty("role", "muted")
        self._message.setWordWrap(True)
        self._message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.legend = PlotLegend(viewport)
        self._button = QPushButton(viewport)
        self._button.setObjectName("resetZoomButton")
        self._button.hide()
        self._button.setCursor(Qt.CursorShape.ArrowCursor)
        self._button.clicked.connect(self.resetAsked)
        self._lay_out()

    @property
    def message(self) -> str:
        """The text for the empty plot."""
        return self._message.text()

    def set_message(self, text: str) -> None:
        """Change the text for the empty plot."""
        self._message.setText(text)

    def show_message(self, visible: bool) -> None:
        """Show the message as wide as it needs, or not."""
        needed = self._message.fontMetrics().horizontalAdvance(self.message) + 2 * GRID
        self._message.setFixedWidth(min(needed, max(self._viewport.width() - 16 * GRID, 1)))
        self._message.setVisible(visible and bool(self.message))

    def set_readout(self, text: str, words: str = "") -> None:
        """Show this in the corner, and what it means below it, or nothing."""
        for label, content in ((self._readout, text), (self._words, words)):
            if label.text() != content:
                label.setText(content)
            label.setVisible(bool(content))

    def leave_free(self, pixels: int, *, corner: bool) -> None:
        """Keep clear of what stands beside the plot, and perhaps of the lower left corner."""
        self._layout.setColumnMinimumWidth(_RIGHT_EDGE, pixels)
        if corner == (self._said.indexOf(self.legend) >= 0):
            return
        if corner:
            self._layout.removeWidget(self.legend)
            self._said.addWidget(self.legend, 0, Qt.AlignmentFlag.AlignRight)
        else:
            self._said.removeWidget(self.legend)
            self._layout.addWidget(self.legend, 0, 0, _LOWER_LEFT)

    def show_reset(self, visible: bool) -> None:
        """Offer to reset the zoom, or not."""
        self._button.setVisible(visible)

    def apply(self, scheme: Scheme) -> None:
        """Take the colours of a scheme."""
        palette = self._readout.palette()
        palette.setColor(QPalette.ColorRole.Window, QColor(scheme.surface))
        self.legend.apply(scheme)
        for label in (self._readout, self._words, self._message):
            label.setPalette(palette)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self._readout.setAccessibleName(self.tr("Value under the cursor"))
        self._words.setAccessibleName(self.tr("Perplexity in words"))
        self.legend.setAccessibleName(self.tr("Runs in the plot"))
        self._message.setAccessibleName(self.tr("What the plot will show"))
        self._button.setText(self.tr("Reset zoom"))
        self._button.setAccessibleName(self.tr("Reset zoom"))
        self._button.setToolTip(self.tr("Show the whole curve and follow it (Home)"))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self._viewport)
        label.setObjectName(name)
        label.setAutoFillBackground(True)
        label.hide()
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        return label

    def _lay_out(self) -> None:
        right = Qt.AlignmentFlag.AlignRight
        top = Qt.AlignmentFlag.AlignTop | right
        said = self._said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self._readout, 0, right)
        said.addWidget(self._words, 0, right)
        layout = self._layout = QGridLayout(self._viewport)
        layout.setContentsMargins(7 * GRID, 2 * GRID, 3 * GRID, 3 * GRID)
        layout.addWidget(self._message, 0, 0, 1, 3, Qt.AlignmentFlag.AlignCenter)
        layout.addLayout(said, 0, 0, top)
        layout.addWidget(self.legend, 0, 0, _LOWER_LEFT)
        layout.addWidget(self._button, 0, 1, top)
        layout.setColumnStretch(0, 1)
