"""Several windows at once, and a window whose screen is not there any more."""

from __future__ import annotations

import subprocess
import sys

import pytest
from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow

from lstm_gui.gui.window.beside import WindowNumber, stand_beside
from lstm_gui.gui.window.docks import LEAST_SIZE, fit_on_screen


def test_each_open_window_has_a_number_and_the_lowest_is_taken_again(tmp_path):
    first, second, third = (WindowNumber(tmp_path / "new") for _ in range(3))
    assert [each.value for each in (first, second, third)] == [0, 1, 2]
    second.release()
    again = WindowNumber(tmp_path / "new")
    assert again.value == 1
    for each in (first, again, third):
        each.release()
    assert list((tmp_path / "new").iterdir()) == []


DIES = """
import os, sys
from pathlib import Path
from lstm_gui.gui.window.beside import WindowNumber
number = WindowNumber(Path(sys.argv[1]))
os._exit(number.value)
"""


def test_what_a_dead_process_held_is_free(tmp_path):
    for _ in range(2):
        assert subprocess.run([sys.executable, "-c", DIES, str(tmp_path)]).returncode == 0
    assert list(tmp_path.iterdir())  # it had no time to clean up
    number = WindowNumber(tmp_path)
    assert number.value == 0
    number.release()


def test_where_nothing_can_be_written_the_window_opens_all_the_same(tmp_path):
    (tmp_path / "file").touch()
    assert WindowNumber(tmp_path / "file" / "folder").value == 0


@pytest.fixture
def window(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(400, 300)
    window.move(20, 10)
    return window


def test_the_second_does_not_cover_the_first(window):
    places = {(20, 10)}
    for number in (1, 2, 3):
        window.move(20, 10)
        stand_beside(window, number)
        places.add((window.x(), window.y()))
        assert window.screen().availableGeometry().contains(QRect(window.pos(), window.size()))
    assert len(places) == 4


def test_the_first_stays_and_so_does_one_without_room(window):
    stand_beside(window, 0)
    assert window.pos() == QPoint(20, 10)
    window.resize(window.screen().availableSize())
    window.move(window.screen().availableGeometry().topLeft())
    stand_beside(window, 1)
    assert window.pos() == window.screen().availableGeometry().topLeft()


def layout_of(qtbot, place: QRect, dock_place: QRect) -> tuple[QByteArray, QByteArray]:
    """Return what a window remembers that stood there, with a dock torn off."""
    window, dock = with_dock(qtbot)
    window.show()
    dock.setFloating(True)
    window.setGeometry(place)
    dock.setGeometry(dock_place)
    return window.saveGeometry(), window.saveState(1)


def with_dock(qtbot) -> tuple[QMainWindow, QDockWidget]:
    window = QMainWindow()
    qtbot.addWidget(window)
    dock = QDockWidget()
    dock.setObjectName("dock")
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    return window, dock


@pytest.mark.qt_log_ignore(r"does not support raise\(\)", extend=True)
def test_a_window_and_its_docks_come_back_on_a_screen_that_exists(qtbot):
    far = QRect(QPoint(5000, 4000), LEAST_SIZE)
    geometry, layout = layout_of(qtbot, far, QRect(QPoint(6000, 5000), QSize(300, 200)))
    window, dock = with_dock(qtbot)
    assert window.restoreGeometry(geometry) and window.restoreState(layout, 1)
    fit_on_screen(window)
    window.show()
    qtbot.waitExposed(window)
    available = window.screen().availableGeometry()
    assert available.contains(window.geometry())
    assert dock.isFloating() and available.contains(dock.geometry())
