"""The foot of the experiment: what needs a new model, and the ways to get it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lstm_gui.core.config import KNOBS
from lstm_gui.gui.footed_form import Foot
from lstm_gui.gui.knob_editors import knob_text
from lstm_gui.gui.theme import GRID, Theme
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["RestartFoot"]


class RestartFoot(Foot):
    """Names what needs a new model and offers to make one, or to go back."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.setObjectName("restartFoot")
        self._text = WrapLabel()
        self._text.setObjectName("restartLabel")
        self.keep = QPushButton()
        self.keep.setObjectName("keepButton")
        self.keep.setProperty("role", "primary")
        self.apply = QPushButton()
        self.apply.setObjectName("applyButton")
        self.revert = QPushButton()
        self.revert.setObjectName("revertButton")
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.apply, 1)
        buttons.addWidget(self.revert)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID)
        column.addWidget(self._text)
        column.addWidget(self.keep)
        column.addLayout(buttons)

    def show_pending(
        self, paths: tuple[str, ...], losses: tuple[str, ...] = (), wrong: tuple[str, ...] = ()
    ) -> None:
        """Name the settings that need a new model, and what it would lose; hide without any.

        What is typed `wrong` is named too, for it can be out of sight: nothing can be applied.
        """
        said = [self.tr("Changes the model: {names}.").format(names=self._names(paths)), *losses]
        if wrong:
            said = [self.tr("Cannot be used as typed: {names}.").format(names=self._names(wrong))]
        self._text.set_message(" ".join(said))
        self.apply.setEnabled(not wrong)
        self.keep.setEnabled(not wrong)
        self.setVisible(bool(paths))

    def _names(self, paths: tuple[str, ...]) -> str:
        return self.tr(", ").join(knob_text(KNOBS[path].label) for path in paths)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self.keep.setText(self.tr("Apply and keep learning"))
        self.keep.setToolTip(self.tr("Go on with these settings; what fits of the model stays"))
        self.apply.setText(self.tr("Apply and restart"))
        self.apply.setToolTip(self.tr("Make a new model with these settings and train it"))
        self.revert.setText(self.tr("Revert"))
        self.revert.setToolTip(self.tr("Go back to the settings of the model in training"))
        for button in (self.keep, self.apply, self.revert):
            button.setAccessibleName(button.text())
