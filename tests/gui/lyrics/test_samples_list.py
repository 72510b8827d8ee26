"""Samples come on top, read like the book as text, and stay quick by the thousand."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QListView, QPushButton
from pytestqt.qtbot import QtBot

from lstm_gui.gui.lyrics.samples_list import SamplesList
from lstm_gui.gui.widgets.theme import Theme

TEXT = "我不要再想 我不要再想 我不要我不 爱情走的太快就像龙卷风 不能承受我已无处可躲"


@pytest.fixture
def samples(qtbot: QtBot, theme: Theme) -> SamplesList:
    widget = SamplesList(theme)
    qtbot.addWidget(widget)
    widget.resize(304, 280)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def view(samples: SamplesList) -> QListView:
    found = samples.findChild(QListView, "samplesList")
    assert found is not None
    return found


def button(samples: SamplesList, name: str) -> QPushButton:
    found = samples.findChild(QPushButton, name)
    assert found is not None
    return found


def fill(samples: SamplesList) -> None:
    for epoch, perplexity in ((40, 219.4), (80, 65.33)):
        for prefix in ("分开", "不分开"):
            samples.add_sample(epoch, perplexity, seconds=0.321, prefix=prefix, text=" 我不要")


def test_the_newest_is_on_top_and_the_text_reads_like_the_book(samples: SamplesList) -> None:
    fill(samples)
    first = view(samples).model().index(0, 0).data()
    assert first == "epoch 80, perplexity 65.33, time 0.32 sec: 不分开 我不要"
    assert samples.as_text() == (
        "epoch 40, perplexity 219.4, time 0.32 sec\n - 分开 我不要\n - 不分开 我不要\n"
        "epoch 80, perplexity 65.33, time 0.32 sec\n - 分开 我不要\n - 不分开 我不要\n"
    )
    assert [sample.epoch for sample in samples.samples] == [40, 40, 80, 80]


def test_the_selected_rows_or_all_are_copied(samples: SamplesList) -> None:
    fill(samples)
    button(samples, "copySamplesButton").click()
    assert QGuiApplication.clipboard().text() == samples.as_text()
    model = view(samples).selectionModel()
    model.select(view(samples).model().index(3, 0), QItemSelectionModel.SelectionFlag.Select)
    copy = samples.findChild(QAction, "copySamplesAction")
    assert copy is not None
    assert copy.shortcut() == QKeySequence(QKeySequence.StandardKey.Copy)
    copy.trigger()
    assert QGuiApplication.clipboard().text() == (
        "epoch 40, perplexity 219.4, time 0.32 sec\n - 分开 我不要\n"
    )


def test_saving_is_asked_for_when_there_is_something(samples: SamplesList, qtbot: QtBot) -> None:
    save = button(samples, "saveSamplesButton")
    assert not save.isEnabled()
    fill(samples)
    with qtbot.waitSignal(samples.saveRequested):
        save.click()
    samples.clear()
    assert samples.as_text() == ""
    assert not save.isEnabled()


def test_rows_wrap_to_the_width(samples: SamplesList, qtbot: QtBot) -> None:
    samples.add_sample(40, 200.0, seconds=0.3, prefix="分开", text=TEXT)
    index = view(samples).model().index(0, 0)
    narrow = view(samples).visualRect(index).height()
    samples.resize(900, 280)
    qtbot.waitUntil(lambda: view(samples).visualRect(index).height() < narrow)
    assert samples.grab().toImage().constBits() is not None


def test_what_is_read_stays_in_place_while_rows_arrive(samples: SamplesList, qtbot: QtBot) -> None:
    for epoch in range(20):
        samples.add_sample(epoch, 200.0, seconds=0.3, prefix="分开", text=TEXT)
    bar = view(samples).verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(200)
    row = view(samples).indexAt(view(samples).viewport().rect().center())
    before = row.data()
    samples.add_sample(20, 100.0, seconds=0.3, prefix="分开", text=TEXT)
    qtbot.waitUntil(lambda: bar.value() > 200)
    after = view(samples).indexAt(view(samples).viewport().rect().center())
    assert after.data() == before


def test_thousands_of_rows_stay_quick(samples: SamplesList, qtbot: QtBot) -> None:
    for epoch in range(3000):
        samples.add_sample(epoch, 200.0, seconds=0.3, prefix="分开", text=TEXT)
    qtbot.waitUntil(lambda: view(samples).verticalScrollBar().maximum() > 0)
    took = []
    for epoch in range(5):
        start = time.thread_time()
        samples.add_sample(epoch, 100.0, seconds=0.3, prefix="分开", text=TEXT)
        view(samples).doItemsLayout()
        took.append(time.thread_time() - start)
    assert sorted(took)[2] < 0.1


def test_what_is_as_in_the_sample_before_is_known_by_prefix_and_run(samples: SamplesList) -> None:
    for epoch, text in ((10, " 我不要"), (20, " 我要"), (30, " 我要")):
        for prefix in ("分开", "不分开"):
            samples.add_sample(epoch, 9.0, seconds=0.3, prefix=prefix, text=text)
    assert [sample.alike for sample in samples.samples] == [0, 0, 2, 2, 3, 3]
    samples.clear()
    samples.add_sample(10, 9.0, seconds=0.3, prefix="分开", text=" 我要")
    assert [sample.alike for sample in samples.samples] == [0]


def test_each_of_two_runs_is_compared_with_itself(samples: SamplesList) -> None:
    samples.set_labels(("A", "B"))
    for epoch, text, other in ((10, " 我不要", " 一直"), (20, " 我要", " 一起")):
        samples.add_sample(epoch, 9.0, seconds=0.3, prefix="分开", text=text)
        samples.add_twin_sample(epoch, 9.0, seconds=0.3, prefix="分开", text=other)
    first, second = samples.samples
    assert first.alike == 0 and first.twin is not None and first.twin.alike == 0
    assert second.alike == 2 and second.twin is not None and second.twin.alike == 2


def test_changes_mute_the_common_beginning_and_nothing_else(
    samples: SamplesList, theme: Theme
) -> None:
    samples.add_sample(10, 9.0, seconds=0.3, prefix="分开", text=" 我我我我我我")
    plain = colours(samples)
    samples.show_changes(True)
    assert colours(samples) == plain  # there is no sample before
    samples.add_sample(20, 9.0, seconds=0.3, prefix="分开", text=" 我我我我你你")
    shown = colours(samples)
    samples.show_changes(False)
    assert shown != colours(samples)


def colours(samples: SamplesList) -> bytes:
    """What is drawn."""
    return bytes(view(samples).viewport().grab().toImage().constBits())


def test_the_switch_tells_what_the_person_wants(samples: SamplesList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(samples.changesToggled) as told:
        button(samples, "sampleChangesButton").click()
    assert told.args == [True]
