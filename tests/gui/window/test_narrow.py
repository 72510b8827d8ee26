"""A narrow window tabs its side docks and cuts nothing off; a wide one parts them again."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from lstm_gui.gui.window.docks import FRAME, LEAST_SIZE, fit_on_screen


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


def test_a_window_is_never_larger_than_its_screen_has_room_for(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setMinimumSize(5000, 4000)
    window.resize(9000, 9000)
    window.move(-3000, 7000)  # as it was kept on a screen that is gone
    fit_on_screen(window)
    window.show()
    available = window.screen().availableGeometry()
    assert available.contains(window.frameGeometry())
    assert available.width() > window.width() and available.height() > window.height()
    assert window.minimumWidth() <= LEAST_SIZE.width()


def test_a_window_that_fits_is_left_where_it_is(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    available = window.screen().availableGeometry()
    window.resize(available.size() - FRAME - QSize(0, 10))
    window.move(available.topLeft() + QPoint(0, 3))
    before = window.pos(), window.size()
    fit_on_screen(window)
    assert (window.pos(), window.size()) == before
