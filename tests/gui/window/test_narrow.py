"""A narrow window tabs its side docks and cuts nothing off; a wide one parts them again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget

from lstm_gui.gui.window.docks import LEAST_SIZE


def docks(stage) -> tuple[QDockWidget, QDockWidget]:
    return stage.find(QDockWidget, "experimentDock"), stage.find(QDockWidget, "lyricsDock")


def tabbed(stage) -> bool:
    left, right = docks(stage)
    return right in stage.window.tabifiedDockWidgets(left)


def test_the_side_docks_share_a_place_while_it_is_narrow(stage):
    assert not tabbed(stage)
    width = docks(stage)[1].width()
    stage.window.resize(LEAST_SIZE)
    stage.until(lambda: tabbed(stage))
    assert stage.window.size() == LEAST_SIZE
    assert stage.window.minimumSizeHint().width() <= LEAST_SIZE.width()
    stage.window.resize(1280, 720)
    stage.until(lambda: not tabbed(stage))
    right = docks(stage)[1]
    assert stage.window.dockWidgetArea(right) is Qt.DockWidgetArea.RightDockWidgetArea
    stage.until(lambda: abs(right.width() - width) < 40)


def test_docks_that_the_person_moved_are_left_alone(stage):
    _, right = docks(stage)
    right.close()
    stage.window.resize(LEAST_SIZE)
    stage.qtbot.wait(10)
    assert not tabbed(stage)
    assert right.isHidden()


def test_what_it_made_necessary_is_not_remembered(stage):
    stage.window.resize(LEAST_SIZE)
    stage.until(lambda: tabbed(stage))
    stage.window._docks.widen()
    assert not tabbed(stage)
