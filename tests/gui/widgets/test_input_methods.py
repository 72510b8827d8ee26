"""Which ways to type Chinese are there, which one is asked for in vain, and how one types."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.studio.page import Page
from lstm_gui.gui.widgets.translation import TypedLine, input_methods, missing_input_method
from tests.late_views import make_all

COUNTED = {"", "qt_spinbox_lineedit"}
"""Lines of number boxes, where nothing is composed."""


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, ""),
        ({"QT_IM_MODULE": ""}, ""),
        ({"QT_IM_MODULE": "ibus"}, ""),
        ({"QT_IM_MODULE": "fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx5"),
        ({"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "fcitx;scim"}, "fcitx"),
        ({"QT_IM_MODULES": "fcitx;ibus"}, ""),
    ],
)
def test_what_is_asked_for_in_vain(qapp, environment, missing):
    assert "ibus" in input_methods()
    assert missing_input_method(environment) == missing


def compose(line: QWidget, preedit: str, commit: str = "") -> None:
    """Do what an input method does while Chinese is typed."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(line, event)


@pytest.fixture
def panel(qtbot, theme):
    panel = LyricsPanel(theme, seed=lambda: 7)
    qtbot.addWidget(panel)
    panel.set_engine_ready(True)
    panel.set_unknown_check(lambda text: tuple(one for one in text if one not in "分开我"))
    panel.set_prefix("我")
    panel.show()
    return panel


def test_what_is_composed_is_not_refused(qtbot, panel):
    line = panel.findChild(QLineEdit, "prefixEdit")
    for typed in ("f", "fen", "fen'kai"):
        compose(line, typed)
        assert panel.prefix == "我" and panel.unknown.isHidden()
    with qtbot.assertNotEmitted(panel.writeRequested, wait=20):
        QTest.keyClick(line, Qt.Key.Key_Return)
        QTest.keyClick(line, Qt.Key.Key_Enter)
    compose(line, "", "分开")
    assert panel.prefix == "我分开" and panel.unknown.isHidden()
    with qtbot.waitSignal(panel.writeRequested) as asked:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked.args[0] == "我分开"


def test_what_is_given_up_leaves_the_line_as_it_was(qtbot, panel):
    line = panel.findChild(QLineEdit, "prefixEdit")
    compose(line, "fen")
    compose(line, "")
    with qtbot.waitSignal(panel.writeRequested) as asked:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert asked.args[0] == "我"


def test_every_line_that_return_submits_can_be_composed_in(stage):
    make_all(stage.window)
    lines = stage.window.findChildren(QLineEdit)
    submit = {line for line in lines if line.receivers("2returnPressed()")}
    assert {line.objectName() for line in submit} >= {"prefixEdit", "studioPrefixEdit"}
    assert {line.objectName() for line in submit if not isinstance(line, TypedLine)} <= COUNTED


def test_the_page_is_not_read_while_it_is_composed(qtbot, theme):
    page = Page(theme)
    qtbot.addWidget(page)
    page.show()
    page.set_text("分开")
    with qtbot.assertNotEmitted(page.edited, wait=20):
        compose(page, "wo")
        assert page.text == "分开"
    with qtbot.waitSignal(page.edited):
        compose(page, "", "我")
    assert "我" in page.text
