"""Takes a plot out of the window: its values as CSV, its picture as PNG or SVG."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QIODevice, QRect, QSaveFile
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView

__all__ = ["csv_of", "save_picture"]


def csv_of(names: tuple[str, str], points: Iterable[tuple[float, float]]) -> str:
    """Return the points as two columns under their names, with all their figures."""
    rows = (f"{x:.10g},{y:.10g}" for x, y in points)
    return "\n".join([",".join(names), *rows]) + "\n"


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
