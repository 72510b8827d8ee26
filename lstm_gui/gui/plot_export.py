"""Takes a plot out of the window: its picture as PNG or SVG."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QIODevice, QRect, QSaveFile
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

__all__ = ["save_picture"]


def save_picture(view: QGraphicsView, path: Path) -> bool:
    """Write what `view` shows: lines and letters if the name ends in .svg, else pixels."""
    file = QSaveFile(str(path))
    if not file.open(QIODevice.OpenModeFlag.WriteOnly):
        return False
    if path.suffix.lower() == ".svg":
        _draw_svg(view, file)
    else:
        view.grab().save(file, "PNG")
    return file.commit()


def _draw_svg(view: QGraphicsView, device: QIODevice) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setSize(view.size())
    generator.setViewBox(QRect(0, 0, view.width(), view.height()))
    generator.setTitle(view.accessibleName())
    painter = QPainter(generator)
    view.render(painter)
    painter.end()
