"""Colours: what can be read, what can be told apart, and by whom."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QWidget,
)

from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.widgets.schemes import PALETTES, Scheme, ink, on_paper, scheme_of
from lstm_gui.gui.widgets.style_sheet import SELECTED, style_sheet
from lstm_gui.gui.widgets.theme import Theme

# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
# Deficiency", IEEE TVCG 15 (6), 2009: the matrices of severity 1, for linear RGB.
VISION = {
    "all cones": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = np.array([0.95047, 1.0, 1.08883])
READABLE, VISIBLE = 4.5, 3.0
"""WCAG 2.2, 1.4.3 for text and 1.4.11 for graphics."""

APART = {"grey": 8.5}
"""The least CIELAB distance of two curves. Greys have lightness alone, and dashes."""
CURVES_APART, SIGNS_APART = 15.0, 20.0

SCHEMES = [
    scheme_of(dark=dark, palette=palette, projected=projected)
    for palette in PALETTES
    for dark in (False, True)
    for projected in (False, True)
]
NAMED = [
    (palette, scheme_of(dark=dark, palette=palette)) for palette in PALETTES for dark in (0, 1)
]


def linear(color: str) -> np.ndarray:
    rgb = QColor(color)
    parts = np.array([rgb.redF(), rgb.greenF(), rgb.blueF()])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG."""
    dim, bright = sorted(float(linear(color) @ TO_XYZ[1]) for color in (one, other))
    return (bright + 0.05) / (dim + 0.05)


def seen(color: str, vision: str) -> np.ndarray:
    """Return a colour in CIELAB, as it is seen."""
    rgb = np.clip(np.asarray(VISION[vision]) @ linear(color), 0, 1)
    xyz = TO_XYZ @ rgb / WHITE
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def laid_over(color: str, ground: str, opacity: float) -> str:
    """Return what a colour looks like through which something is seen."""
    one, other = QColor(color), QColor(ground)
    mixed = [
        round(opacity * a + (1 - opacity) * b)
        for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)
    ]
    return QColor(*mixed).name()


def texts(scheme: Scheme) -> dict[str, tuple[str, str]]:
    """Return every text and its ground that the style sheet, or a view, puts together."""
    grounds = {"background": scheme.background, "surface": scheme.surface}
    inks = ("text", "muted", "accent", "warning", "error")
    pairs = {
        f"{ink} on {name}": (getattr(scheme, ink), ground)
        for ink in inks
        for name, ground in grounds.items()
    }
    selected = laid_over(scheme.accent, scheme.surface, SELECTED)
    pairs |= {
        "on accent": (scheme.on_accent, scheme.accent),
        "pending field": (scheme.text, scheme.tint),
        "unit of a pending field": (scheme.muted, scheme.tint),
        "pressed button": (scheme.text, scheme.line),
        "selected row with ticks": (scheme.text, selected),
    }
    for number, run in enumerate(scheme.runs):
        pairs[f"run {number} on surface"] = (run, scheme.surface)
    return pairs


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_text_can_be_read(scheme):
    low = {
        name: round(contrast(*pair), 2)
        for name, pair in texts(scheme).items()
        if contrast(*pair) < READABLE
    }
    assert not low


@pytest.mark.parametrize("scheme", SCHEMES)
def test_every_curve_is_seen_on_its_ground(scheme):
    low = [color for color in scheme.curves if contrast(color, scheme.surface) < VISIBLE]
    assert not low
    assert contrast(scheme.accent, scheme.surface) >= VISIBLE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_curve_s_colour_in_text_can_be_read(scheme):
    assert min(contrast(ink(color, scheme), scheme.surface) for color in scheme.curves) >= READABLE
    assert ink(scheme.curves[0], scheme) == scheme.curves[0]


@pytest.mark.parametrize("palette", PALETTES)
def test_every_curve_is_seen_on_paper(palette):
    paper = on_paper(palette)
    assert min(contrast(color, paper.surface) for color in paper.curves) >= VISIBLE


@pytest.mark.parametrize("gate", [False, True])
@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_text_on_every_colour_of_a_map_can_be_read(scheme, gate):
    table = color_table(scheme, gate=gate)
    pairs = zip(table.inks, table.colors, strict=True)
    assert min(contrast(ink.name(), color.name()) for ink, color in pairs) >= READABLE


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("palette", "scheme"), NAMED)
def test_curves_are_told_apart(palette, scheme, vision):
    distances = {
        (one, other): float(np.linalg.norm(seen(one, vision) - seen(other, vision)))
        for one, other in combinations(scheme.curves, 2)
    }
    least = min(distances, key=distances.get)
    assert distances[least] >= APART.get(palette, CURVES_APART), least


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(("palette", "scheme"), NAMED)
def test_values_on_the_two_sides_of_0_are_told_apart(palette, scheme, vision):
    colors = color_table(scheme, gate=False).colors
    for away in range(32, 128):  # a quarter of the range and more
        below, above = colors[127 - away].name(), colors[128 + away].name()
        distance = np.linalg.norm(seen(below, vision) - seen(above, vision))
        assert distance >= SIGNS_APART, (away, below, above)


@pytest.mark.parametrize(("palette", "scheme"), NAMED)
def test_a_gate_that_is_further_open_is_further_from_the_ground(palette, scheme):
    colors = color_table(scheme, gate=True).colors
    lightness = [seen(color.name(), "all cones")[0] for color in colors]
    steps = np.diff(lightness) * (1 if scheme.dark else -1)
    assert steps.min() >= -0.2  # colours of 256 steps are rounded
    assert abs(lightness[-1] - lightness[0]) > 50


def test_a_map_of_states_is_even_on_both_sides(qapp):
    for _, scheme in NAMED:
        assert len(scheme.states) % 2 == 1


def test_a_projector_has_stronger_colours():
    for dark in (False, True):
        plain = scheme_of(dark=dark, palette="standard")
        strong = scheme_of(dark=dark, palette="standard", projected=True)
        assert contrast(strong.muted, strong.background) > contrast(plain.muted, plain.background)
        assert contrast(strong.text, strong.background) > contrast(plain.text, plain.background)
        assert contrast(strong.line, strong.surface) > contrast(plain.line, plain.surface)
        assert strong.stroke > plain.stroke


def test_lengths_of_the_style_sheet_follow_the_text_size():
    plain, large = style_sheet(SCHEMES[0]), style_sheet(SCHEMES[0], 2.0)
    assert "padding: 4px 8px" in plain and "padding: 8px 16px" in large
    assert "-4px" in plain and "-8px" in large


def drawn_contrast(widget: QWidget) -> float:
    """Return the contrast of what is inked most in a widget to the colour that most of it has."""
    widget.ensurePolished()
    widget.resize(widget.sizeHint())
    picture = widget.grab().toImage()
    colors = Counter(
        picture.pixelColor(x, y).name()
        for x in range(2, picture.width() - 2)
        for y in range(2, picture.height() - 2)
    )
    ground = colors.most_common(1)[0][0]
    return max(contrast(color, ground) for color in colors)


def _labelled(kind: type, role: str) -> QWidget:
    widget = kind("Wide MMM 困惑度")
    widget.setProperty("role", role)
    return widget


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_what_widgets_really_draw_can_be_read(qapp, qtbot, mode):
    theme = Theme(qapp, mode, text_size=200)  # large letters have pixels of ink alone
    ground = QMainWindow()
    qtbot.addWidget(ground)
    flat, check, edit, combo = QPushButton("Flat MMM"), QCheckBox("MMM"), QLineEdit(), QComboBox()
    flat.setFlat(True)
    edit.setText("MMM 0.5")
    combo.addItem("MMM")
    pending = QLineEdit("MMM 0.5")
    pending.setProperty("state", "pending")
    roles = ("", "muted", "error", "warning", "heading")
    widgets = [*(_labelled(QLabel, role) for role in roles), _labelled(QPushButton, "primary")]
    widgets += [QPushButton("MMM"), flat, check, edit, combo, pending]
    low = []
    for widget in widgets:
        ground.setCentralWidget(widget)
        ground.show()
        if drawn_contrast(widget) < READABLE:
            low.append((type(widget).__name__, widget.property("role"), drawn_contrast(widget)))
    assert not low
    theme.set_text_size(100)
    theme.deleteLater()
