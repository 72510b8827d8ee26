"""A widget sets its texts anew when the language changes, and how it does stands once."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QFrame, QScrollArea, QWidget

from lstm_gui.gui.widgets.translation import Retranslated

PACKAGE = Path(__file__).parents[3] / "lstm_gui"


@pytest.mark.parametrize("base", [QWidget, QFrame, QDialog, QScrollArea])
def test_only_a_change_of_the_language_sets_the_texts(qtbot, base):
    class Counter(Retranslated, base):
        def __init__(self) -> None:
            super().__init__()
            self.times = 0

        def retranslate(self) -> None:
            self.times += 1

    widget = Counter()
    qtbot.addWidget(widget)
    QApplication.sendEvent(widget, QEvent(QEvent.Type.FontChange))
    assert widget.times == 0
    QApplication.sendEvent(widget, QEvent(QEvent.Type.LanguageChange))
    assert widget.times == 1


def test_no_widget_handles_the_language_by_itself():
    files = (path for path in PACKAGE.rglob("*.py") if "Type.LanguageChange" in path.read_text())
    assert [path.name for path in files] == ["translation.py"]
