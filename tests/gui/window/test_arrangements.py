"""Arrangements put the docks where they serve, and back; a view beside others has its own place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.gui.window.arrangements import ARRANGEMENTS, is_beside, show_beside
from lstm_gui.gui.window.docks import DockTabs
from lstm_gui.gui.window.view_groups import GROUPS

offscreen = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)

WIDE = QSize(1900, 1000)


def dock(stage, name: str) -> QDockWidget:
    return stage.find(QDockWidget, f"{name}Dock")


def arrange(stage, name: str) -> None:
    stage.parts.actions.by_name[f"arrange{name}"].trigger()


def seen(stage) -> set[str]:
    docks = stage.window.findChildren(QDockWidget)
    return {one.objectName().removesuffix("Dock") for one in docks if one.widget().isVisible()}


def opened(stage) -> dict[str, bool]:
    docks = stage.window.findChildren(QDockWidget)
    return {one.objectName(): one.toggleViewAction().isChecked() for one in docks}


def needed(stage) -> QSize:
    return stage.window.minimumSizeHint()


def test_arrangements_name_docks_that_there_are(stage):
    names = {name for group in GROUPS for name in group.views}
    for arrangement in ARRANGEMENTS.values():
        assert set(arrangement.views) <= names


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("Watch", {"perplexity", "experiment", "lyrics"}),
        ("Memory", {"reading", "lyrics"}),
        ("Compare", {"runs", "perplexity"}),
        ("Class", {"perplexity", "lyrics"}),
    ],
)
def test_each_shows_what_it_is_for_and_goes_back(stage, name: str, there: set[str]):
    before = opened(stage)
    back = stage.parts.actions.by_name["arrangeBack"]
    assert not back.isEnabled()
    arrange(stage, name)
    stage.until(lambda: seen(stage) == there)
    group = GROUPS[stage.parts.groups.currentIndex()]
    assert group.views[0] == ARRANGEMENTS[name.lower()].views[0]
    assert stage.window.size() == QSize(1280, 720)
    stage.until(lambda: needed(stage).boundedTo(stage.window.size()) == needed(stage))
    back.trigger()
    stage.until(lambda: seen(stage) == {"perplexity", "experiment", "lyrics"})
    assert opened(stage) == before
    assert not back.isEnabled()


def test_as_it_was_is_before_the_first_of_several(stage):
    dock(stage, "lyrics").close()
    for name in ("Compare", "Class", "Memory"):
        arrange(stage, name)
    stage.until(lambda: seen(stage) == {"reading", "lyrics"})
    arrange(stage, "Back")
    stage.until(lambda: seen(stage) == {"perplexity", "experiment"})


def test_a_wide_window_shows_two_views(stage):
    stage.window.resize(WIDE)
    arrange(stage, "Memory")
    stage.until(lambda: seen(stage) == {"reading", "ledger", "lyrics"})
    one, other = dock(stage, "reading"), dock(stage, "ledger")
    stage.until(lambda: abs(one.width() - other.width()) < 40)
    assert other.x() > one.x()


def test_the_default_layout_ends_an_arrangement(stage):
    arrange(stage, "Compare")
    stage.parts.actions.by_name["resetLayout"].trigger()
    stage.until(lambda: seen(stage) == {"perplexity", "experiment", "lyrics"})
    assert not stage.parts.actions.by_name["arrangeBack"].isEnabled()


# A view beside the others


def menu_of(stage) -> dict[str, QAction]:
    menu = stage.parts.actions.menus["beside"]
    menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def test_a_view_goes_beside_the_others_and_back(stage):
    stage.window.resize(WIDE)
    assert not any(action.isChecked() for action in menu_of(stage).values())
    menu_of(stage)["Ledger"].trigger()
    stage.until(lambda: {"ledger", "perplexity"} <= seen(stage))
    ledger = dock(stage, "ledger")
    stage.until(lambda: ledger.x() > dock(stage, "perplexity").x())
    assert is_beside(stage.window, ledger)
    assert menu_of(stage)["Ledger"].isChecked()
    menu_of(stage)["Ledger"].trigger()
    stage.until(lambda: "perplexity" not in seen(stage))
    assert "ledger" in seen(stage) and not is_beside(stage.window, ledger)


def test_the_one_in_front_leaves_the_next_of_the_tabs(stage):
    stage.window.resize(WIDE)
    show_beside(stage.window, dock(stage, "perplexity"))
    stage.until(lambda: len(seen(stage)) == 4)
    assert is_beside(stage.window, dock(stage, "perplexity"))


def test_a_high_window_has_it_below(stage):
    stage.window.resize(1280, 1000)
    show_beside(stage.window, dock(stage, "training"))
    one, other = dock(stage, "perplexity"), dock(stage, "training")
    stage.until(lambda: {"perplexity", "training"} <= seen(stage))
    stage.until(lambda: other.y() > one.y() and other.x() <= one.x())
    assert not other.isFloating()


@offscreen
def test_one_without_room_is_in_a_window_of_its_own(stage):
    show_beside(stage.window, dock(stage, "training"))
    stage.until(lambda: "training" in seen(stage))
    assert dock(stage, "training").isFloating()
    assert stage.window.geometry().contains(dock(stage, "training").geometry().center())
    stage.until(lambda: needed(stage).boundedTo(stage.window.size()) == needed(stage))


def test_a_tab_offers_it(qtbot: QtBot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(900, 600)
    docks = tuple(QDockWidget(title) for title in ("One", "Two", "Three"))
    for one in docks:
        one.setObjectName(one.windowTitle())
        one.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, one)
    for one in docks[1:]:
        window.tabifyDockWidget(docks[0], one)
    tabs = DockTabs(window, docks)
    window.show()
    tabs.settle()
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.count() == 3)
    asked = tabs.dock_at(bar, 1)
    assert asked is docks[1]
    tabs.menu(asked).actions()[0].trigger()
    assert is_beside(window, docks[1]) and not is_beside(window, docks[0])
    tabs.settle()
    assert docks[1].titleBarWidget() is None
