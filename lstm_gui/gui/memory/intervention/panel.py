"""The view of an intervention: hold, clear, flip, freeze or transplant a memory, and compare."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lstm_gui.core.inspection.interventions import InterventionOutcome, InterventionTrial
from lstm_gui.core.settings.groups import CellKind
from lstm_gui.gui.memory.intervention.comparison import InterventionView
from lstm_gui.gui.memory.intervention.form import InterventionForm, random_seed
from lstm_gui.gui.memory.intervention.words import Kind
from lstm_gui.gui.widgets.theme import GRID, Theme
from lstm_gui.gui.widgets.translation import Retranslated

__all__ = ["InterventionPanel"]


class InterventionPanel(Retranslated, QWidget):
    """Asks for a comparison of the same continuation without and with an intervention.

    Signals:
        interventionRequested: The person wants this comparison, an `InterventionTrial`.
    """

    interventionRequested = Signal(object)

    def __init__(
        self,
        theme: Theme,
        *,
        seed: Callable[[], int] = random_seed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("interventionPanel")
        self._asked: InterventionTrial | None = None
        self._layer = 0  # that was chosen when it was asked
        self._form = InterventionForm(seed=seed)
        self._view = InterventionView(theme)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GRID, GRID, GRID, GRID)
        layout.setSpacing(2 * GRID)
        layout.addWidget(self._form)
        layout.addWidget(self._view, 1)
        self._form.interventionAsked.connect(self._on_form_intervention_asked)
        self._form.explanationChanged.connect(self._on_form_explanation_changed)
        self.retranslate()

    @property
    def trial(self) -> InterventionTrial | None:
        """The comparison that the fields describe, or None while they do not."""
        return self._form.trial()

    def set_cell_kind(self, cell_kind: CellKind, *, layers: int = 1, cells: int = 256) -> None:
        """Offer what a model of this kind and size has."""
        self._form.set_cell_kind(cell_kind, layers=layers, cells=cells)

    def set_kind(self, kind: Kind) -> None:
        """Choose what is to be done, where the model has it."""
        self._form.set_kind(kind)

    def set_cell(self, layer: int, cell: int) -> None:
        """Offer this cell, the one chosen elsewhere."""
        self._form.set_cell(layer, cell)

    def set_layer(self, layer: int) -> None:
        """Change cells of this layer, counted from 0."""
        self._form.set_layer(layer)

    def set_cells(self, text: str) -> None:
        """Put cells into their box: numbers and ranges, or nothing for all."""
        self._form.set_cells(text)

    def set_prefix(self, prefix: str) -> None:
        """Put a text into the prefix box; nothing is asked for yet."""
        self._form.set_prefix(prefix)

    def set_unknown_check(self, unknown: Callable[[str], Sequence[str]]) -> None:
        """Use this to find the characters that the model does not know."""
        self._form.set_unknown_check(unknown)

    def set_running(self, running: bool) -> None:
        """Tell whether a comparison is under way; without a result, this ends a failed one."""
        self._form.set_running(running)

    def set_result(self, outcome: InterventionOutcome | None) -> None:
        """Show what a comparison gave, or put away the last one."""
        self._form.set_running(False)
        asked = self._asked
        known = outcome is not None and asked is not None and asked.prefix == outcome.prefix
        self._view.set_result(outcome, asked if known else None, layer=self._layer)

    def retranslate(self) -> None:
        """Set all texts in the language in use."""
        self.setAccessibleName(self.tr("Intervention in the memory"))
        self._on_form_explanation_changed()

    def _on_form_intervention_asked(self, trial: InterventionTrial) -> None:
        self._asked, self._layer = trial, self._form.layer
        self._form.set_running(True)
        self.interventionRequested.emit(trial)

    def _on_form_explanation_changed(self) -> None:
        self._view.set_explanation(self._form.explanation)
