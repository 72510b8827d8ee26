"""A view of the memory is its own module and one line in the table of views."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDockWidget

from lstm_gui.gui.memory.explorer.views import Views
from lstm_gui.gui.memory.memory_view import MemoryPlace, MemoryView
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.window import parts
from tests.architecture import HOUSE


class PlantedView(MemoryView):
    """The module of a further view: it keeps what it is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.places: list[MemoryPlace] = []

    def set_place(self, place: MemoryPlace) -> None:
        """Keep it."""
        self.places.append(place)

    def retranslate(self) -> None:
        """Have no texts."""

    def _catch_up(self) -> None:
        pass


class MoreViews(Views):
    """The table with a line more."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.planted = self._dock("planted", "Planted", PlantedView)


def test_a_view_is_a_module_and_a_line(make_stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has a dock with a title and a key, and follows what is chosen, while it is seen."""
    monkeypatch.setattr(parts, "Views", MoreViews)
    stage = make_stage().open()
    views, docks = stage.parts.views, stage.find(QDockWidget, "plantedDock")
    assert docks.windowTitle() == "Planted"
    assert docks.toggleViewAction() in stage.parts.actions.menus["view"].actions()
    stage.train()
    assert views.planted.places == []
    docks.show()
    docks.raise_()
    stage.until(lambda: len(views.planted.places) > 0)
    views.memory.set_cell(3)
    views.memory.cellChosen.emit(3)
    views.memory.set_position(2)
    views.memory.positionChosen.emit(2)
    place = views.planted.places[-1]
    assert (place.layer, place.cell, place.position) == (0, 3, 2)
    assert place.quantity == views.memory.quantity
    assert place.vocabulary is not None and place.text
    docks.hide()
    stage.until(lambda: not views.planted.isVisible())
    seen = len(views.planted.places)
    views.memory.cellChosen.emit(3)
    assert len(views.planted.places) == seen


def test_a_view_that_follows_is_known_to_the_table_alone() -> None:
    importers = {
        name
        for name, imported in HOUSE.imports.items()
        if "lstm_gui.gui.memory.ledger.panel" in imported
    }
    assert importers == {"lstm_gui.gui.memory.explorer.views"}
