"""Who mattered to the character before the cursor: followed by the engine, shown as colours."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QObject, Signal

from lstm_gui.core.inspection.mattering import Mattering, WhoMattered
from lstm_gui.core.worker.commands import Follow
from lstm_gui.core.worker.events import Followed
from lstm_gui.gui.memory.colors import color_table
from lstm_gui.gui.memory.quantities import Scale
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.studio.page import Coloring
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import percent, signed
from lstm_gui.gui.widgets.theme import Scheme

__all__ = ["MatteringReader"]

_NAMED, _LEAST = 5, 0.005
"""So many characters are named in words, if they do more than this."""


class MatteringReader(QObject):
    """Knows what leaving out each character does to one after them, as long as that is wanted.

    Args:
        bridge: To the engine.
        parent: The reader of the page.

    Signals:
        found: It is known, or is another after more training.
    """

    found = Signal()

    def __init__(self, bridge: WorkerBridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asked: tuple[str, int] | None = None
        self._mattering: Mattering | None = None
        bridge.run.followed.connect(self._on_run_followed)
        bridge.run.began.connect(self._on_run_changed)
        bridge.run.wentTo.connect(self._on_run_changed)

    def ask(self, text: str, place: int) -> None:
        """Find who mattered to the character at a place; nothing came before the first one."""
        wanted = (text[: place + 1], place) if 0 < place < len(text) else None
        if wanted != self._asked:
            self._asked, self._mattering = wanted, None
            self._bridge.post(Follow("pageMattered", wanted and WhoMattered(*wanted)))

    def stop(self) -> None:
        """Find nothing any more."""
        self.ask("", 0)

    def coloring(self, text: str, scheme: Scheme) -> Coloring | None:
        """Return the colours of the characters before the one that was asked about."""
        found = self._known(text)
        if found is None:
            return None
        values = found.left_out
        most = float(np.abs(np.nan_to_num(values)).max()) or 1.0
        places = Scale(-most, most, gate=False).indices(values)
        indices = np.where(np.isnan(values), -1, places.astype(np.int64)).tolist()
        return Coloring(color_table(scheme, gate=False), indices)

    def tip(self, text: str, place: int) -> str:
        """Say what a character did to the one that was asked about."""
        found = self._known(text)
        if found is None or place >= found.position or math.isnan(found.left_out[place]):
            return ""
        template = self.tr("left out, log p({character}) changes by {value}")
        character = visible_character(found.text[found.position])
        return template.format(character=character, value=signed(-float(found.left_out[place])))

    def words(self, text: str) -> str:
        """Say which characters made the one that was asked about likelier, and its chance."""
        found = self._known(text)
        if found is None:
            return ""
        values = np.nan_to_num(found.left_out)
        most = [place for place in np.argsort(-values)[:_NAMED].tolist() if values[place] > _LEAST]
        template = self.tr("{character} was expected with {share}; most for it: {characters}")
        return template.format(
            character=visible_character(found.text[found.position]),
            share=percent(math.exp(found.log_p)),
            characters=" · ".join(
                f"{visible_character(text[place])} {signed(float(values[place]))}" for place in most
            )
            or "–",
        )

    def _known(self, text: str) -> Mattering | None:
        found = self._mattering
        return found if found is not None and text.startswith(found.text) else None

    def _on_run_followed(self, event: Followed) -> None:
        found = event.result
        if event.topic != "pageMattered" or not isinstance(found, Mattering):
            return
        if (found.text, found.position) == self._asked:
            self._mattering = found
            self.found.emit()

    def _on_run_changed(self) -> None:
        """Forget what was of another model; one that lacks a character has dropped the question."""
        self._asked = self._mattering = None
