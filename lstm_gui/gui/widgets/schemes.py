"""The colours of the window, light and dark, and the palettes of what is drawn from numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import pyqtgraph as pg
from PySide6.QtGui import QColor

__all__ = [
    "DARK",
    "LIGHT",
    "PAPER",
    "PALETTES",
    "PaletteName",
    "Scheme",
    "contrast",
    "gate_map",
    "ink",
    "on_paper",
    "scheme_of",
    "state_map",
    "translucent",
]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One set of colour tokens, and how thick curves are."""

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
    stroke: float = 1.0
    """How much thicker curves are than they are drawn on a screen at arm's length."""

    @property
    def runs(self) -> tuple[str, str]:
        """The curves of two runs side by side; the second of `curves` is held-out text's."""
        return self.curves[0], self.curves[2]


PaletteName = Literal["standard", "cividis", "purple", "grey"]


@dataclass(frozen=True, slots=True)
class _Colors:
    """What a palette has for curves, for what may be negative, and for gates from 0 to 1."""

    curves: tuple[str, ...]
    states: tuple[str, ...]
    gates: tuple[str, ...]


PALETTES: dict[PaletteName, tuple[_Colors, _Colors]] = {
    # Near Okabe and Ito's set; the lightness differs where two look alike to colour-blind people.
    "standard": (
        _Colors(
            ("#045a95", "#d66000", "#00855d", "#c576a3", "#784800", "#3c98da", "#000000"),
            ("#0b3c6e", "#3b83c0", "#a9cdea", "#fbfbfb", "#f6c48f", "#d9741a", "#7a3403"),
            ("#fbfbfb", "#cfe3d4", "#86bf9c", "#3b8f6d", "#0f5a44"),
        ),
        _Colors(
            ("#50a5db", "#e69f00", "#3ad2a4", "#c474a0", "#f3e645", "#4375dd", "#ffffff"),
            ("#b8dcff", "#5aa7e8", "#215a8c", "#1d2024", "#8a4d14", "#e8913c", "#ffd9a8"),
            ("#1d2024", "#20463a", "#2d7a5d", "#5cb88c", "#c9f2d9"),
        ),
    ),
    # After cividis (Nuñez, Anderton and Renslow 2018), and vik and berlin (Crameri 2018).
    "cividis": (
        _Colors(
            ("#00214f", "#c18603", "#316caf", "#8a2e04", "#696d71", "#9e8a3e", "#000000"),
            ("#001261", "#1e6f9d", "#a1c4d6", "#fbfbfb", "#dfb395", "#be6533", "#590008"),
            ("#fdfaea", "#e3d468", "#a69d75", "#5f6670", "#00224e"),
        ),
        _Colors(
            ("#9eb0ff", "#ffad8f", "#4d8ec2", "#fee838", "#b37059", "#8f8f8f", "#ffffff"),
            ("#9eb0ff", "#4f96c4", "#1e4a60", "#1d2024", "#5c2611", "#b36a58", "#ffadad"),
            ("#1d2024", "#33456f", "#7c7b78", "#bcaf6f", "#fee838"),
        ),
    ),
    # After PRGn (Harrower and Brewer 2003).
    "purple": (
        _Colors(
            ("#72277c", "#109749", "#0c5a24", "#b97ac3", "#243ea1", "#8b902a", "#000000"),
            ("#40004b", "#8a5aa5", "#c7a9d6", "#fbfbfb", "#a8daa1", "#4a9f58", "#00441b"),
            ("#fbfbfb", "#dcd6ea", "#a99cc8", "#6f559f", "#3a1a6b"),
        ),
        _Colors(
            ("#c9a0dc", "#5fbf6c", "#b6efb0", "#9a5cc0", "#7d8cff", "#d8c94a", "#ffffff"),
            ("#e6c6f2", "#a873c4", "#57316b", "#1d2024", "#1f4d2c", "#4fae62", "#c3f0bd"),
            ("#1d2024", "#3a2b58", "#6b4f9c", "#a58fd0", "#e6dcf7"),
        ),
    ),
    # Steps of one lightness. Where others pass through the surface at 0, this has a middle grey.
    "grey": (
        _Colors(
            ("#000000", "#919191", "#5e5e5e", "#303030", "#777777", "#474747", "#1b1b1b"),
            ("#fbfbfb", "#cdcdcd", "#a1a1a1", "#777777", "#505050", "#2c2c2c", "#0c0c0c"),
            ("#fbfbfb", "#bdbdbd", "#828282", "#4b4b4b", "#1b1b1b"),
        ),
        _Colors(
            ("#ffffff", "#6b6b6b", "#b2b2b2", "#cbcbcb", "#828282", "#9a9a9a", "#e5e5e5"),
            ("#0c0c0c", "#2c2c2c", "#505050", "#777777", "#a1a1a1", "#cdcdcd", "#fbfbfb"),
            ("#1d2024", "#4b4b4b", "#828282", "#bdbdbd", "#fbfbfb"),
        ),
    ),
}
"""For the light window and the dark one. Of all pairs of curves, and of values on the two sides of
0, tests know that people without one of the three kinds of cones tell them apart."""

_LIGHT_COLORS, _DARK_COLORS = PALETTES["standard"]
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
    curves=_LIGHT_COLORS.curves,
    states=_LIGHT_COLORS.states,
    gates=_LIGHT_COLORS.gates,
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
    curves=_DARK_COLORS.curves,
    states=_DARK_COLORS.states,
    gates=_DARK_COLORS.gates,
)
PAPER = replace(LIGHT, background="#ffffff", surface="#ffffff", text="#000000", line="#c8c8c8")
"""The colours of what is printed, whatever the window has."""

_STROKE = 1.75


def scheme_of(*, dark: bool, palette: PaletteName, projected: bool = False) -> Scheme:
    """Return the light or dark scheme with a palette, and for a projector: black, white, thick."""
    scheme = _with(DARK if dark else LIGHT, palette)
    if not projected:
        return scheme
    if dark:
        return replace(scheme, text="#ffffff", muted="#d3d9e0", line="#566069", stroke=_STROKE)
    return replace(scheme, text="#000000", muted="#363d45", line="#9aa3ad", stroke=_STROKE)


def on_paper(palette: PaletteName) -> Scheme:
    """Return the colours of what is printed, with a palette."""
    return _with(PAPER, palette)


def _with(scheme: Scheme, palette: PaletteName) -> Scheme:
    colors = PALETTES[palette][scheme.dark]
    return replace(scheme, curves=colors.curves, states=colors.states, gates=colors.gates)


def state_map(scheme: Scheme) -> pg.ColorMap:
    """Return the diverging map for c and h, whose middle is 0."""
    return _map(scheme.states)


def gate_map(scheme: Scheme) -> pg.ColorMap:
    """Return the sequential map for gates, from 0 (surface) to 1."""
    return _map(scheme.gates)


_READABLE = 4.5
"""The contrast that WCAG asks of text."""


@cache  # it is asked for while curves are drawn
def ink(color: str, scheme: Scheme) -> str:
    """Return the colour of a curve as text may have it: nearer to the text's, if need be."""
    shares = [step / 10 for step in range(11)]
    mixes = [_mixed(color, scheme.text, share) for share in shares]
    return next(mix for mix in mixes if contrast(mix, scheme.surface) >= _READABLE)


def _mixed(color: str, other: str, share: float) -> str:
    parts = zip(_rgb(color), _rgb(other), strict=True)
    return QColor(*(round(one + (two - one) * share) for one, two in parts)).name()


def _rgb(color: str) -> tuple[int, int, int]:
    known = QColor(color)
    return known.red(), known.green(), known.blue()


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG defines it, from 1 to 21."""
    dim, bright = sorted((_luminance(one), _luminance(other)))
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _rgb(color))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)


def _map(colors: tuple[str, ...]) -> pg.ColorMap:
    steps = [index / (len(colors) - 1) for index in range(len(colors))]
    return pg.ColorMap(steps, [QColor(color) for color in colors])


def translucent(color: str, opacity: float) -> QColor:
    """Return a colour of a scheme that lets what is behind it through."""
    result = QColor(color)
    result.setAlphaF(opacity)
    return result
