"""Shows a claim: puts it to the test, and arranges the window so that what decides is in sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from lstm_gui.core.inspection.claims import Claim, ClaimFinding, ClaimTest
from lstm_gui.core.worker.events import InspectDone
from lstm_gui.gui.article.words import ClaimState
from lstm_gui.gui.memory.explorer.explorer import Explorer, PlaceInMemory
from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.session.bridge import WorkerBridge
from lstm_gui.gui.widgets.view import Arrangement

__all__ = ["ClaimShower"]

_MOST_TRIES = 8
"""A question of another view takes the place of ours; it is put again."""

_LONGEST = 64
"""So many characters are read: each of them is tried in another form, up to the end."""

_EQUATIONS: dict[str, tuple[str, ...]] = {
    "i": ("i",),
    "f": ("f",),
    "o": ("o",),
    "c~": ("c~",),
    "c": ("c_before", "keep", "write", "add", "c"),
    "h": ("tanh", "o", "show", "h"),
}
"""The nodes of the computation graph that an equation of the article is about."""


@dataclass(frozen=True, slots=True)
class _Before:
    """What the person had, to be given back."""

    docks: str
    place: PlaceInMemory
    moment: int | None
    change: tuple[int, str] | None


class ClaimShower(QObject):
    """Puts claims to the test on the model as it is, and brings their numbers into view.

    Args:
        views: The views of the memory.
        explorer: Shows one reading in all of them.
        docks: Where the views are.
        bridge: To the engine, which is asked.
        parent: The controller of the article.

    Signals:
        changed: `tested` or `away` is another.
        found(ClaimFinding): A claim was put to the test.
    """

    changed = Signal()
    found = Signal(object)

    def __init__(
        self,
        views: Views,
        explorer: Explorer,
        docks: Arrangement,
        *,
        bridge: WorkerBridge,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._views, self._explorer, self._docks, self._bridge = views, explorer, docks, bridge
        self.tested: dict[Claim, ClaimState] = {}
        self._job: ClaimTest | None = None
        self._number, self._tries = 0, 0
        self._before: _Before | None = None
        bridge.inspectDone.connect(self._on_bridge_inspect_done)
        bridge.run.began.connect(self._on_run_began)

    @property
    def away(self) -> bool:
        """Whether the window was arranged."""
        return self._before is not None

    def show_claim(self, claim: Claim) -> None:
        """Put a claim to the test; what decides it is shown when the answer is there."""
        text = self._text()
        if not text:
            return
        if self._job is not None:  # its answer will not come
            self.tested.pop(self._job.claim, None)
        self._job, self._tries = ClaimTest(claim, text), 0
        self.tested[claim] = ClaimState()
        self._ask()
        self.changed.emit()

    def show_equation(self, quantity: str) -> None:
        """Show the ledger, at what an equation is about; all of it without a quantity."""
        self._remember()
        if quantity:
            memory = self._views.memory
            memory.set_quantity(quantity)
            memory.quantityChosen.emit(memory.quantity)
        self._views.ledger.view.set_stress(_EQUATIONS.get(quantity, ()))
        self._docks.show("ledger")
        self.changed.emit()

    def go_back(self) -> None:
        """Give the person back what was there before the first claim was shown."""
        before, self._before = self._before, None
        if before is None:
            return
        for ledger in self._views.ledger.made:
            ledger.set_stress(())
        for what_if in self._views.what_if.made:
            what_if.set_change(before.change)
        self._explorer.show_moment(before.moment)
        self._explorer.choose(before.place)
        self._docks.arrange(before.docks)
        self.changed.emit()

    def _text(self) -> str:
        shown, corpus = self._explorer.shown, self._bridge.run.corpus
        if shown is not None:
            return shown[1][:_LONGEST]
        return "" if corpus is None else corpus.text[:_LONGEST]

    def _ask(self) -> None:
        assert self._job is not None
        self._tries += 1
        self._number = self._bridge.inspect(self._job)

    def _on_bridge_inspect_done(self, event: InspectDone) -> None:
        if self._job is None or event.id != self._number:
            return
        if isinstance(event.result, ClaimFinding):
            self._job = None
            epoch = self._bridge.run.last_epoch()
            self.tested[event.result.claim] = ClaimState(event.result, epoch[0] if epoch else 0)
            self._arrange(event.result)
            self.changed.emit()
            self.found.emit(event.result)
            return
        if self._tries < _MOST_TRIES:
            self._ask()
            return
        self.tested.pop(self._job.claim, None)
        self._job = None
        self.changed.emit()

    def _on_run_began(self) -> None:
        """Forget what was found in another run, and what of it is in sight."""
        self.tested.clear()
        self._job = None
        for ledger in self._views.ledger.made:
            ledger.set_stress(())
        if self._before is not None:  # its docks can still come back
            self._before = replace(self._before, moment=None, change=None)
            for what_if in self._views.what_if.made:
                what_if.set_change(None)
        self.changed.emit()

    # The window

    def _remember(self) -> None:
        if self._before is None:
            what_if = next(iter(self._views.what_if.made), None)
            self._before = _Before(
                docks=self._docks.state(),
                place=self._explorer.place,
                moment=self._explorer.moment,
                change=what_if.change if what_if is not None else None,
            )

    def _arrange(self, found: ClaimFinding) -> None:
        self._remember()
        shows: dict[Claim, Callable[[ClaimFinding], str]] = {
            "distance": self._show_what_if,
            "gradients": self._show_reaches,
        }
        self._docks.show(shows.get(found.claim, self._show_ledger)(found))

    def _show_reading(self, found: ClaimFinding) -> None:
        place = found.place
        title = self.tr("as it was read for the article")
        self._explorer.show_reading(
            (found.trace, found.text),
            title,
            PlaceInMemory(place.quantity, place.layer, place.cell, place.position),
        )

    def _show_ledger(self, found: ClaimFinding) -> str:
        self._show_reading(found)
        self._views.ledger.view.set_stress(found.place.nodes)
        return "ledger"

    def _show_what_if(self, found: ClaimFinding) -> str:
        panel = self._views.what_if.view  # before the reading, whose text it then takes
        self._show_reading(found)
        if found.place.change is not None:
            corpus = self._bridge.run.corpus
            vocabulary = None if corpus is None else corpus.vocabulary
            panel.set_change(found.place.change, found.place.altered, vocabulary)
            panel.set_position(found.place.position)
        return "whatIf"

    def _show_reaches(self, _found: ClaimFinding) -> str:
        """Show how far gradients reach, in the run and its twin; no cell decides it."""
        return "distance"
