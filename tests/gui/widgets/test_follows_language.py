"""What is already shown follows the language when it is switched."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QTabBar

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.i18n import Sentence
from lstm_gui.core.training.progress import Diverged
from tests.gui.window.test_steering import change, run_for


def chinese(stage) -> None:
    stage.language.set_choice("zh_CN")
    stage.until(lambda: stage.window.windowTitle() != "LSTM playground")
    stage.qtbot.wait(0)


def test_notices_of_the_watch(stage):
    run_for(stage, 20)
    stage.window.watching.watchman.add_diverged(Diverged(1, 21, 2, 999.0))
    (notice,) = (n for n in stage.parts.notices.notices if n.key == "watch:diverged")
    assert "Training has broken down: the loss is 999 nats." in notice.text
    chinese(stage)
    assert "训练已发散：损失为 999" in notice.text
    assert "迭代周期 2" in notice.text
    stage.language.set_choice("en")
    stage.until(lambda: stage.window.windowTitle() == "LSTM playground")
    assert "The model is back at the end of epoch 2." in notice.text


def test_a_refused_text_whose_name_has_braces(stage):
    error = CorpusError(
        "{file} has nothing but blanks in it. Choose a file with text in it.", file="{x}.txt"
    )
    stage.window.reports.refused(error)
    (notice,) = stage.parts.notices.notices
    assert notice.text.startswith("{x}.txt has nothing")
    chinese(stage)
    assert "{x}.txt" in notice.text and "nothing" not in notice.text
    assert notice.findChild(QLabel, "noticeText").text() == notice.text


def test_the_bars_of_tabs(stage):
    bars = [bar for bar in stage.window.findChildren(QTabBar) if bar.parent() is stage.window]
    assert bars and {bar.accessibleName() for bar in bars} == {"Views"}
    chinese(stage)
    assert {bar.accessibleName() for bar in bars} == {"视图"}


def test_the_buttons_of_a_notice(stage):
    stage.parts.notices.show_notice(
        "as it stands", details=Sentence("Training"), action=Sentence("There is no change to undo.")
    )
    chinese(stage)
    (notice,) = stage.parts.notices.notices
    assert notice.text == "as it stands"
    action = notice.findChild(QPushButton, "noticeActionButton")
    assert action.text() and "no change" not in action.text()


def test_the_marks_on_the_plot_and_the_moment_of_the_memory(stage):
    run_for(stage, 20)
    change(stage, "learningRateEdit", "0.5")
    marks = stage.parts.plot.curves.marks.lines
    stage.until(lambda: len(marks) == 1)
    stage.until(lambda: "epoch" in stage.parts.memory._shown.live_title)
    assert marks[0].text == "Learning rate 0.02 → 0.5"
    chinese(stage)
    assert marks[0].text == "学习率 0.02 → 0.5"
    assert "迭代周期" in stage.parts.memory._shown.live_title
    assert stage.find(QLineEdit, "learningRateEdit").accessibleName() == "学习率"
