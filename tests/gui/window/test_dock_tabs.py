"""Docks that share a place have tabs for titles; alone or floating they have title bars."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.window.docks import DockTabs
from tests.gui.conftest import Stage

APART = ("search", "article", "lessons", "help")
"""They are beside the experiment, and beside the lyrics."""

offscreen = pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
"""The offscreen platform says so of every window that floats."""


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    window.resize(600, 400)
    return window


@pytest.fixture
def docks(window: QMainWindow) -> tuple[QDockWidget, ...]:
    docks = tuple(QDockWidget(title, window) for title in ("One", "Two", "Three"))
    for dock in docks:
        dock.setObjectName(dock.windowTitle())
        dock.setWidget(QWidget())
        window.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, dock)
    return docks


@pytest.fixture
def tabs(window: QMainWindow, docks: tuple[QDockWidget, ...], qtbot: QtBot) -> DockTabs:
    tabs = DockTabs(window, docks)
    window.tabifyDockWidget(docks[0], docks[1])
    window.show()
    qtbot.waitExposed(window)
    tabs.settle()
    return tabs


def bare(docks: tuple[QDockWidget, ...]) -> list[bool]:
    return [dock.titleBarWidget() is not None for dock in docks]


def test_tabs_have_no_second_title(tabs: DockTabs, docks: tuple[QDockWidget, ...]) -> None:
    assert bare(docks) == [True, True, False]


@offscreen
def test_a_dock_that_floats_has_its_title_again(
    tabs: DockTabs, docks: tuple[QDockWidget, ...], qtbot: QtBot
) -> None:
    docks[0].setFloating(True)
    qtbot.waitUntil(lambda: bare(docks) == [False, False, False])


def test_the_last_of_a_place_has_its_title_again(
    tabs: DockTabs, docks: tuple[QDockWidget, ...], qtbot: QtBot
) -> None:
    docks[1].close()
    qtbot.waitUntil(lambda: bare(docks)[0] is False)
    docks[1].show()
    qtbot.waitUntil(lambda: bare(docks) == [True, True, False])


@offscreen
def test_a_tab_can_be_torn_off_and_closed(
    window: QMainWindow, tabs: DockTabs, docks: tuple[QDockWidget, ...]
) -> None:
    bar = next(bar for bar in window.findChildren(QTabBar) if bar.count() == 2)
    dock = tabs.dock_at(bar, 1)
    assert dock in docks[:2]
    _, tear, _, close = tabs.menu(dock).actions()
    tear.trigger()
    assert dock.isFloating()
    close.trigger()
    assert dock.isHidden()


@offscreen
def test_only_the_tab_in_front_works(stage: Stage) -> None:
    """Qt counts a tab behind another as visible; what is in it would be drawn for nobody."""
    docks = stage.window._docks._docks
    tabs = [name for name in list(docks)[2:] if name not in APART]
    heights = set()
    for name in (*tabs, tabs[0]):
        stage.window._docks.show(name)
        stage.until(docks[name].widget().isVisible)
        assert [one for one in tabs if docks[one].widget().isVisible()] == [name]
        heights.add(docks[name].height())
    assert len(heights) == 1  # the place keeps its size
    docks["cells"].setFloating(True)
    stage.until(docks["cells"].widget().isVisible)
    assert docks[tabs[0]].widget().isVisible()
    docks["cells"].setFloating(False)
    stage.until(lambda: len([one for one in tabs if docks[one].widget().isVisible()]) == 1)


@offscreen
def test_the_search_shares_the_place_of_the_experiment(stage: Stage) -> None:
    docks = stage.window._docks._docks
    for name, other in (("search", "experiment"), ("experiment", "search")):
        stage.window._docks.show(name)
        stage.until(docks[name].widget().isVisible)
        assert not docks[other].widget().isVisible()


def test_where_tabs_must_be_scrolled_the_buttons_show_arrows(qtbot: QtBot, theme: Theme) -> None:
    bar = QTabBar()
    qtbot.addWidget(bar)
    bar.setUsesScrollButtons(True)
    for number in range(9):
        bar.addTab(f"A tab {number}")
    bar.resize(200, bar.sizeHint().height())
    bar.show()
    to_the_right = max(bar.findChildren(QToolButton), key=lambda button: button.x())
    image = to_the_right.grab().toImage()
    inner = image.rect().adjusted(3, 3, -3, -3)
    places = ((x, y) for x in range(inner.left(), inner.right()) for y in range(inner.height()))
    dark = sum(QColor(image.pixel(x, y + 3)).lightness() < 128 for x, y in places)
    assert dark > 8, "no more than a dot"
