"""Room for a text that changes: it grows with the largest one, and nothing is cut off."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from lstm_gui.gui.widgets.labels import LiveLabel


def test_a_larger_text_has_room(qtbot: QtBot) -> None:
    label = QLabel()
    room = LiveLabel(label, roomy=True)
    qtbot.addWidget(room)
    room.set_text("epoch 1")
    low = room.minimumHeight()
    room.set_text("<span style='font-size: 40px'>3.71</span> epoch 1")
    assert room.minimumHeight() == room.sizeHint().height() > low
    largest = room.minimumSize()
    room.set_text("epoch 2")
    assert room.minimumSize() == largest


def test_a_higher_text_is_not_cut_off_in_a_narrow_room(qtbot: QtBot) -> None:
    room = LiveLabel(QLabel())
    qtbot.addWidget(room)
    room.set_text("epoch 1")
    room.set_text("<span style='font-size: 40px'>困惑度</span> 3.71")
    assert room.minimumHeight() >= 40
    assert room.minimumWidth() == 0
