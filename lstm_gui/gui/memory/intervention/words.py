"""The kinds of intervention in words, for each kind of cell."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.settings.groups import CellKind

__all__ = ["KINDS", "Kind", "action", "explanation"]

Kind = Literal["hold", "zero", "flip", "freeze", "transplant"]

KINDS: dict[CellKind, tuple[Kind, ...]] = {
    "lstm": ("hold", "zero", "flip", "freeze", "transplant"),
    "gru": ("hold", "zero", "flip", "freeze", "transplant"),
    "rnn": ("zero", "flip", "freeze", "transplant"),
}
"""What makes sense for each kind of cell; a plain RNN has no gates to hold."""

_HOLDS: dict[CellKind, tuple[str, str]] = {
    "lstm": (
        QT_TRANSLATE_NOOP("InterventionWords", "Hold the memory: F = 1, I = 0"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The forget gate is held at 1 and the input gate at 0. The article's claim: the "
            "memory then passes through unchanged, however long the text.",
        ),
    ),
    "gru": (
        QT_TRANSLATE_NOOP("InterventionWords", "Hold the state: Z = 1"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The update gate is held at 1. The state then passes through unchanged, however "
            "long the text.",
        ),
    ),
}
_ACTIONS: dict[Kind, tuple[str, str]] = {
    "zero": (
        QT_TRANSLATE_NOOP("InterventionWords", "Set {state} to zero"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The cells hold 0 at every character: the model writes without them.",
        ),
    ),
    "flip": (
        QT_TRANSLATE_NOOP("InterventionWords", "Flip the sign of {state}"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The cells change their sign once; from there on they work as ever.",
        ),
    ),
    "freeze": (
        QT_TRANSLATE_NOOP("InterventionWords", "Freeze {state}"),
        QT_TRANSLATE_NOOP(
            "InterventionWords", "The cells keep the value they have, whatever the model reads."
        ),
    ),
    "transplant": (
        QT_TRANSLATE_NOOP("InterventionWords", "Transplant the whole state"),
        QT_TRANSLATE_NOOP(
            "InterventionWords",
            "The state after one text is put into the model before it reads the prefix, as if "
            "it had read that text first.",
        ),
    ),
}


def _words(kind: Kind, cell_kind: CellKind) -> tuple[str, str]:
    return _HOLDS[cell_kind] if kind == "hold" else _ACTIONS[kind]


def action(kind: Kind, cell_kind: CellKind) -> str:
    """Name what is done, in the language in use."""
    text = QCoreApplication.translate("InterventionWords", _words(kind, cell_kind)[0])
    return text.format(state="C" if cell_kind == "lstm" else "H")


def explanation(kind: Kind, cell_kind: CellKind) -> str:
    """Say what it does, in the language in use."""
    return QCoreApplication.translate("InterventionWords", _words(kind, cell_kind)[1])
