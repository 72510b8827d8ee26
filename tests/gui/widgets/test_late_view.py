"""A view is made when it is seen or asked for, and those who have to do with it hear of that."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel

from lstm_gui.gui.widgets.late_view import LateView


@pytest.fixture
def late(qtbot) -> LateView[QLabel]:
    late = LateView(lambda: QLabel("seen"), QSize(120, 40))
    qtbot.addWidget(late)
    return late


def test_nothing_is_made_until_it_is_seen(late, qtbot):
    assert late.made == ()
    late.show()
    qtbot.waitUntil(lambda: late.made != ())
    (view,) = late.made
    assert view is late.view and view.isVisible() and view.size() == late.size()


def test_what_is_shown_for_a_moment_is_not_seen(late, qtbot):
    """Qt does so with every dock that stands behind another one when the window opens."""
    late.show()
    late.hide()
    qtbot.wait(20)
    assert late.made == ()


def test_it_is_made_once_for_whoever_asks(late, qtbot):
    view = late.view
    assert late.view is view and not view.isVisible()
    late.show()
    assert view.isVisible()
    qtbot.wait(20)
    assert late.made == (view,)


def test_those_who_wait_are_told_in_their_order(late):
    told = []
    late.when_made(lambda view: told.append((1, view, view.isVisible())))
    late.when_made(lambda view: told.append((2, view, view.isVisible())))
    assert told == []
    view = late.view
    assert told == [(1, view, False), (2, view, False)]
    late.when_made(lambda view: told.append((3, view, view.isVisible())))
    assert told[2:] == [(3, view, False)]


def test_its_place_has_its_room_from_the_beginning(late, qtbot):
    room = late.minimumSizeHint()
    assert room == late.sizeHint() == QSize(120, 40)
    late.view.setText("s")
    assert late.minimumSizeHint() == room
    late.view.setMinimumSize(200, 20)
    assert late.minimumSizeHint() == QSize(200, 40)
