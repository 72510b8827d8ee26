"""The colour tokens of the light and the dark window, and the unit of its spaces."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtGui import QColor

__all__ = [
    "DARK",
    "GRID",
    "LIGHT",
    "SELECTED",
    "Scheme",
    "gate_map",
    "state_map",
    "translucent",
]

GRID = 8
"""The spacing unit in pixels; half of it inside controls."""
SELECTED = 0.16
"""How much of the accent lies over a row that is selected."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set of colour tokens. `curves` is Okabe and Ito's colour-blind-safe set, in order."""

    dark: bool
    background: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    warning: str
    error: str
    tint: str
    curves: tuple[str, ...]
    states: tuple[str, ...]
    gates: tuple[str, ...]

    @property
    def runs(self) -> tuple[str, str]:
        """The curves of two runs side by side; the second of `curves` is held-out text's."""
        return self.curves[0], self.curves[2]


LIGHT = Scheme(
    dark=False,
    background="#f5f6f8",
    surface="#ffffff",
    text="#1b1f24",
    muted="#59626c",
    line="#d5dae0",
    accent="#0a62b8",
    on_accent="#ffffff",
    warning="#8a5700",
    error="#b3261e",
    tint="#fff3d6",
    curves=("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b37b00", "#56b4e9", "#000000"),
    states=("#0b3c6e", "#3b83c0", "#a9cdea", "#fbfbfb", "#f6c48f", "#d9741a", "#7a3403"),
    gates=("#fbfbfb", "#cfe3d4", "#86bf9c", "#3b8f6d", "#0f5a44"),
)
DARK = Scheme(
    dark=True,
    background="#15171a",
    surface="#1d2024",
    text="#e7e9ec",
    muted="#9ba5b0",
    line="#353b42",
    accent="#6cb2f0",
    on_accent="#0d1a26",
    warning="#e3b341",
    error="#f28b82",
    tint="#3a3118",
    curves=("#56b4e9", "#e69f00", "#2fc79b", "#cc79a7", "#f0e442", "#4a9be0", "#ffffff"),
    states=("#b8dcff", "#5aa7e8", "#215a8c", "#1d2024", "#8a4d14", "#e8913c", "#ffd9a8"),
    gates=("#1d2024", "#20463a", "#2d7a5d", "#5cb88c", "#c9f2d9"),
)


def state_map(scheme: Scheme) -> pg.ColorMap:
    """Return the diverging map for c and h: blue below 0, the surface at 0, orange above."""
    return _map(scheme.states)


def gate_map(scheme: Scheme) -> pg.ColorMap:
    """Return the sequential map for gates, from 0 (surface) to 1."""
    return _map(scheme.gates)


def _map(colors: tuple[str, ...]) -> pg.ColorMap:
    steps = [index / (len(colors) - 1) for index in range(len(colors))]
    return pg.ColorMap(steps, [QColor(color) for color in colors])


def translucent(color: str, opacity: float) -> QColor:
    """Return a colour of a scheme that lets what is behind it through."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result
