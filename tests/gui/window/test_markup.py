"""Text from outside is shown as it is, wherever it stands, and never as markup."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QWidget

from lstm_gui.core.settings.difference import Difference
from lstm_gui.core.settings.experiment import changed
from tests.gui.conftest import Stage
from tests.late_views import make_all

EVIL = "<b>Evil&ever"
LINES = "风吹过 <b>Evil&ever</b>\n" * 200


def seen(stage: Stage) -> list[tuple[str, str]]:
    """List all texts of the window that come from outside and may be markup, with their places."""
    found = []
    for widget in [*QApplication.topLevelWidgets(), *stage.window.findChildren(QWidget)]:
        found.append((f"{widget.objectName()}, tip", widget.toolTip()))
        if isinstance(widget, QLabel):
            assert widget.textFormat() is not Qt.TextFormat.AutoText, widget.objectName()
            if widget.textFormat() is Qt.TextFormat.RichText:
                found.append((widget.objectName(), f"<p>{widget.text()}</p>"))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            found += [(f"{widget.objectName()}, item", tip) for tip in tips(widget.model())]
    for action in stage.window.findChildren(QAction):
        found.append((f"{action.text()}, tip", action.toolTip()))
    return [(place, text) for place, text in found if "Evil" in text]


def tips(model: QAbstractItemModel) -> list[str]:
    top = QModelIndex()
    places = [
        model.index(row, column, top)
        for row in range(model.rowCount(top))
        for column in range(model.columnCount(top))
    ]
    return [str(model.data(place, Qt.ItemDataRole.ToolTipRole) or "") for place in places]


def test_names_that_look_like_markup(make_stage, tmp_path: Path) -> None:
    stage = make_stage().open()
    make_all(stage.window)
    path = tmp_path / f"{EVIL}.txt"
    path.write_text(LINES, "utf-8")
    stage.session.open_file(path)
    stage.until(lambda: stage.session.corpus.name == path.name)
    stage.parts.card.set_recent((str(path),))
    stage.session.edit_live(changed(stage.session.experiment, "train.prefixes", ("风", EVIL)))
    stage.until(lambda: EVIL in stage.session.experiment.train.prefixes)
    stage.train()
    stage.until(lambda: stage.parts.runs.table.model().rowCount() > 0)
    stage.session.pause()
    stage.session.begin_twin(Difference("train.prefixes", (EVIL,)))
    stage.until(lambda: stage.bridge.difference is not None)
    stage.until(lambda: not stage.window.twins.bar.isHidden())
    found = seen(stage)
    for place, text in found:
        assert "<b>Evil" not in text, (place, text)
    places = {place.partition(",")[0] for place, _ in found}
    assert {
        "corpusName",
        "twinTitle",
        "twinRuns",
        "runsTable",
        f"{EVIL}.txt".replace("&", "&&"),
    } <= places
    recent = [
        action for action in stage.parts.card.findChildren(QAction) if action.data() == str(path)
    ]
    assert recent[0].text() == "<b>Evil&&ever.txt"
    model = stage.find(QAction, "saveTwinAction")
    assert "Evil&&ever" in model.text()
