"""The kinds of intervention in words, for each kind of cell."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.groups import CellKind

__all__ = ["Kind", "action", "explanation", "kinds_offered"]

Kind = Literal["hold", "zero", "flip", "freeze", "transplant"]

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


def kinds_offered(cell_kind: CellKind) -> tuple[Kind, ...]:
    """Return what makes sense for a kind of cell; a plain RNN has no gates to hold."""
    return ("hold", *_ACTIONS) if CELLS[cell_kind].held else tuple(_ACTIONS)


def _words(kind: Kind, cell_kind: CellKind) -> tuple[str, str]:
    return CELLS[cell_kind].hold_words if kind == "hold" else _ACTIONS[kind]


def action(kind: Kind, cell_kind: CellKind) -> str:
    """Name what is done, in the language in use."""
    text = QCoreApplication.translate("InterventionWords", _words(kind, cell_kind)[0])
    return text.format(state=CELLS[cell_kind].symbol)


def explanation(kind: Kind, cell_kind: CellKind) -> str:
    """Say what it does, in the language in use."""
    return QCoreApplication.translate("InterventionWords", _words(kind, cell_kind)[1])
