"""A view as a picture of any size: PNG or SVG, in the colours of the window or those of paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QApplication, QWidget

from lstm_gui.core.errors import ExportError
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.gui.widgets.exportable import Exportable
from lstm_gui.gui.widgets.theme import GRID, Scheme, Theme

__all__ = ["PictureForm", "picture", "png", "require_pixels", "svg"]

MOST_PIXELS = 64 * 2**20
"""A larger picture takes more memory than a window should ask for: 256 MB."""

_TITLE_SCALE = 1.3


@dataclass(frozen=True, slots=True)
class PictureForm:
    """How a picture is to be: `size` in points, each `scale` pixels wide; no title if it is empty.

    Without a size it is as large as the view is on the screen.
    """

    size: QSize | None = None
    scale: float = 1.0
    paper: bool = False
    title: str = ""


def require_pixels(size: QSize, most: int = MOST_PIXELS) -> None:
    """Raise an `ExportError` if a picture of this size would take too much memory."""
    pixels = size.width() * size.height()
    if pixels > most:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The picture would have {pixels} million pixels, and {most} million are the most. "
            "Choose a smaller size or resolution.",
        )
        raise ExportError(template, pixels=-(-pixels // 2**20), most=most // 2**20)


def picture(view: Exportable, theme: Theme, form: PictureForm) -> QImage:
    """Draw a view into an image.

    Raises:
        ExportError: It would be too large.
    """
    whole = _whole(view, form)
    require_pixels(whole * form.scale)
    image = QImage(whole * form.scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(form.scale)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw(painter, view, theme, form)
    return image


def png(view: Exportable, theme: Theme, form: PictureForm) -> bytes:
    """Return a view as the bytes of a PNG file."""
    drawn = _buffer()
    picture(view, theme, form).save(drawn, "PNG")  # type: ignore[call-overload]  # wants bytes
    return bytes(drawn.data().data())


def svg(view: Exportable, theme: Theme, form: PictureForm) -> bytes:
    """Return a view as lines and letters."""
    whole, drawn = _whole(view, form), _buffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(drawn)
    generator.setSize(whole)
    generator.setViewBox(QRect(QPoint(0, 0), whole))
    generator.setTitle(form.title or view.exported().widget.accessibleName())
    with QPainter(generator) as painter:
        _draw(painter, view, theme, form)
    return _drawable(bytes(drawn.data().data()))


_NOWHERE = re.compile(
    rb'<(?:path|polyline)\b(?:[^>]* (?:d|points)="\s*"[^>]*|[^>]*[" ,A-Z]-?(?:nan|inf)\b[^>]*)/>'
)


def _drawable(drawing: bytes) -> bytes:
    """Leave out what stands nowhere, such as a mark that is put away: readers stumble over it."""
    return _NOWHERE.sub(b"", drawing)


def _buffer() -> QBuffer:
    drawn = QBuffer()
    drawn.open(QIODevice.OpenModeFlag.WriteOnly)
    return drawn


def _whole(view: Exportable, form: PictureForm) -> QSize:
    """Return the size of the picture, with its title."""
    size = form.size or view.exported().widget.size()
    return size if form.size else size + QSize(0, _title_height(form))


def _title_height(form: PictureForm) -> int:
    return QFontMetrics(_title_font()).height() + 2 * GRID if form.title else 0


def _title_font() -> QFont:
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * _TITLE_SCALE)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def _draw(painter: QPainter, view: Exportable, theme: Theme, form: PictureForm) -> None:
    whole, top = _whole(view, form), _title_height(form)
    scheme = theme.paper if form.paper else theme.scheme
    painter.fillRect(QRect(QPoint(0, 0), whole), QColor(scheme.surface))
    if form.title:
        painter.setFont(_title_font())
        painter.setPen(QColor(scheme.text))
        line = QRect(GRID, 0, whole.width() - 2 * GRID, top)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, form.title)
    size = QSize(whole.width(), max(whole.height() - top, 1))
    with _as_drawn(view, theme, scheme, size) as widget:
        flags = QWidget.RenderFlag.DrawChildren  # on the ground that is painted already
        # As a widget: a QGraphicsView's own `render` leaves out what stands in front of it.
        QWidget.render(widget, painter, QPoint(0, top), QRegion(), flags)


@contextmanager
def _as_drawn(view: Exportable, theme: Theme, scheme: Scheme, size: QSize) -> Iterator[QWidget]:
    """Give a view another size and other colours, and take both back before anybody sees it."""
    widget = view.exported().widget
    before = widget.size()
    with theme.lent(scheme, widget):
        try:
            widget.resize(size)
            view.exported().draw()
            yield widget
        finally:
            widget.resize(before)
    view.exported().draw()
