"""Says by what the trials of a search are compared, where that is not what they are trained on."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.config import Experiment
from lstm_gui.core.knobs import percent_text
from lstm_gui.core.search_events import StudyTold
from lstm_gui.core.search_plan import read_every
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.format import thousands
from lstm_gui.gui.search.settings_form import SettingsForm
from lstm_gui.gui.wrap_label import WrapLabel

__all__ = ["MeasureNote", "measure_text"]

_EACH = QT_TRANSLATE_NOOP(
    "Search",
    "{share} of the text is held out: trials are compared by the perplexity there. Each reads it "
    "after every epoch.",
)
_SOME = QT_TRANSLATE_NOOP(
    "Search",
    "{share} of the text is held out: trials are compared by the perplexity there. Each reads it "
    "after every {count} epochs and at its end.",
)


class MeasureNote(WrapLabel):
    """A line below the form; it follows the study, or the settings with which one would begin."""

    def __init__(self, settings: SettingsForm) -> None:
        super().__init__()
        self.setObjectName("searchMeasure")
        self.setProperty("role", "muted")
        self._epochs = settings.epochs
        self._draft = Experiment()
        self._known: StudyTold | None = None
        settings.epochs.valueChanged.connect(self.refresh)

    def set_draft(self, experiment: Experiment) -> None:
        """Tell the settings with which a study would begin now."""
        if experiment != self._draft:
            self._draft = experiment
            self.refresh()

    def set_known(self, study: StudyTold | None) -> None:
        """Tell the study that would be gone on with, if it is there."""
        self._known = study
        self.refresh()

    def refresh(self) -> None:
        """Say it in the language in use."""
        known = self._known
        share = (self._draft if known is None else known.experiment).corpus.held_out
        compared = known is None or known.measure == "held_out"
        self.set_message(measure_text(share if compared else 0.0, self._epochs.value()))


def measure_text(share: float, epochs: int) -> str:
    """Say what is compared and how often it is read; nothing if nothing is held out."""
    if share <= 0:
        return ""
    every = read_every(epochs)
    text = QCoreApplication.translate("Search", _EACH if every == 1 else _SOME)
    return text.format(share=percent_text(share), count=thousands(every))
