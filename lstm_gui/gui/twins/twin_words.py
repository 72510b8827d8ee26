"""How a difference and the two runs beside each other are named."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.config import Experiment
from lstm_gui.core.difference import Difference
from lstm_gui.core.sentences import Sentence
from lstm_gui.gui.notices import told

__all__ = ["TwinNames", "named"]


@dataclass(frozen=True, slots=True)
class TwinNames:
    """The setting that differs, and what it is in each run; empty where nothing differs."""

    setting: str
    values: tuple[str, str]

    @property
    def labels(self) -> tuple[str, str]:
        """Name the two runs shortly: A · 0.01 and B · 0.003."""
        a, b = (
            f"{letter} · {value}" if value else letter
            for letter, value in zip("AB", self.values, strict=True)
        )
        return a, b

    @property
    def whole(self) -> str:
        """Name the difference: Learning rate 0.01 | 0.003."""
        if not self.setting:
            return QCoreApplication.translate("Twins", "no difference")
        return f"{self.setting} {self.values[0]} | {self.values[1]}"


def named(difference: Difference, experiment: Experiment) -> TwinNames:
    """Name a difference beside a run with these settings, in the reader's language."""
    label = difference.label
    if label is None:
        return TwinNames("", ("", ""))
    a, b = (told(v) if isinstance(v, Sentence) else str(v) for v in difference.values(experiment))
    return TwinNames(told(label), (a, b))
