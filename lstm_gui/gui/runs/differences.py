"""What is set differently in a run than in the one before it, worked out once for each."""

from __future__ import annotations

from lstm_gui.core.config import Experiment
from lstm_gui.core.runs import Run
from lstm_gui.gui.runs.words import difference, name_of

__all__ = ["Differences"]


class Differences:
    """Keeps the words, for a table asks for them with every row it paints."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Experiment, Experiment | None, str, str]] = {}

    def of(self, run: Run, before: Run | None) -> str:
        """Return the difference in words; it is another one when either run is."""
        other = None if before is None else before.experiment
        name = "" if before is None else name_of(before)
        known = self._known.get(run.id)
        if known is None or known[0] is not run.experiment or known[1:3] != (other, name):
            known = (run.experiment, other, name, difference(run, before))
            self._known[run.id] = known
        return known[3]

    def forget(self) -> None:
        """Say everything anew, in the language in use."""
        self._known.clear()
