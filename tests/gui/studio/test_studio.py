"""The studio in the whole window over a fake engine: write, choose, branch, look up, keep."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QDockWidget,
    QDoubleSpinBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QTreeView,
)

from lstm_gui.core.inspection.kept_pieces import KeptFile
from lstm_gui.core.inspection.page_reading import CANDIDATES, ReadPage
from lstm_gui.core.inspection.pieces import Piece
from lstm_gui.core.model.writing import write
from lstm_gui.core.settings.groups import GenerateRequest
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.studio.kept_list import KeptList
from tests.fakes import FakeBackend


class Desk:
    """The studio of a stage, in front, with its cursor and its fields."""

    def __init__(self, stage, *, length: int = 30, temperature: float = 0.0) -> None:
        self.stage = stage
        stage.find(QDockWidget, "studioDock").raise_()
        self.panel = stage.parts.studio
        stage.until(self.panel.isVisible)
        self.controller = stage.window.late.studio
        self.page = self.panel.page
        self.spin("Length").setValue(length)
        self.spin("Temperature", QDoubleSpinBox).setValue(temperature)

    def press(self, widget, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key with the focus there; shortcuts need a window that has it."""
        self.stage.activate()
        widget.setFocus()
        self.stage.until(widget.hasFocus)
        QTest.keyClick(widget, key, modifier)

    def spin(self, name: str, kind: type = QSpinBox):
        return self.stage.find(kind, f"studio{name}Spin")

    def click(self, name: str) -> None:
        self.stage.find(QAbstractButton, name).click()

    def write(self, prefix: str = "分开") -> None:
        self.stage.find(QLineEdit, "studioPrefixEdit").setText(prefix)
        self.click("studioWriteButton")
        self.settle()

    def settle(self) -> None:
        self.stage.until(lambda: not self.controller.writing)
        self.stage.qtbot.wait(10)

    def read(self) -> None:
        """Wait for an answer about the page as it is."""
        reader = self.controller.reader
        self.stage.until(
            lambda: reader.reading is not None and reader.reading.text == self.page.text
        )

    def looked_up(self) -> None:
        reader = self.controller.reader
        self.stage.until(lambda: reader.copies is not None and reader.copies.text == self.page.text)

    @property
    def novelty(self) -> str:
        return self.stage.find(QLabel, "studioNovelty").text()

    @property
    def tree(self):
        return self.controller.tree


@pytest.fixture
def desk(stage) -> Desk:
    return Desk(stage)


def counted(desk: Desk, prefix: str, length: int) -> str:
    """Return what the fake writes: the vocabulary, from the last character of the prefix on."""
    characters = desk.stage.session.used.vocabulary.characters
    last = characters.index(prefix[-1])
    return "".join(characters[(last + 1 + k) % len(characters)] for k in range(length))


def test_a_text_is_written_on_the_page(desk):
    desk.write()
    assert desk.page.text == "分开" + counted(desk, "分开", 30)
    assert (desk.page.place, len(desk.tree)) == (2, 1)
    assert desk.stage.find(QLabel, "studioStatus").text().startswith("30 characters · ")


def test_a_text_streams_while_it_trains_and_can_be_stopped(desk):
    desk.stage.train()
    desk.spin("Length").setValue(5000)
    desk.click("studioWriteButton")
    desk.stage.until(lambda: len(desk.page.text) > 10)
    button = desk.stage.find(QAbstractButton, "studioWriteButton")
    assert (button.text(), desk.page.isReadOnly()) == ("Stop", True)
    button.click()
    desk.settle()
    assert button.text() == "Write"
    assert desk.stage.session.state is RunState.RUNNING
    assert desk.tree.whole(1) == desk.page.text


def test_5000_characters(desk):
    desk.spin("Length").setValue(5000)
    desk.write()
    assert len(desk.page.text) == 5002
    desk.read()
    desk.looked_up()
    assert len(desk.panel.strip.candidates) == CANDIDATES


def test_the_candidates_are_those_at_the_cursor_and_a_number_chooses(desk):
    desk.write()
    desk.read()
    before = desk.page.text
    desk.page.set_place(10)
    assert desk.panel.strip.candidates[0].character == before[10]
    other = desk.panel.strip.candidates[2].character
    desk.press(desk.page, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    kept = before[:10] + other
    assert desk.page.text == kept + counted(desk, kept, 30)
    assert desk.page.place == 11
    assert (desk.tree[2].parent, desk.tree[2].place) == (1, 10)
    assert desk.tree.whole(1) == before
    desk.read()
    QTest.keyClick(desk.stage.find(QAbstractButton, "candidateButton_1"), Qt.Key.Key_2)
    desk.settle()
    assert (desk.tree[3].parent, len(desk.tree)) == (2, 3)


def test_going_on_gives_what_writing_anew_gives(desk):
    """Rewinding is exact: also with chance, with a seed that was kept."""
    desk.spin("Temperature", QDoubleSpinBox).setValue(1.0)
    desk.stage.find(QCheckBox, "newSeedCheck").setChecked(False)
    desk.spin("Seed").setValue(11)
    desk.write()
    kept = desk.page.text[:9]
    desk.page.set_place(9)
    QTest.keyClick(desk.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    request = GenerateRequest(prefix=kept, length=30, temperature=1.0, seed=11)
    vocabulary = desk.stage.session.used.vocabulary
    backend = FakeBackend()
    backend.build(
        desk.stage.session.experiment.model, desk.stage.session.experiment.compute, len(vocabulary)
    )
    assert desk.page.text == kept + "".join(write(backend, vocabulary, request))


def test_what_is_typed_in_the_middle_is_gone_on_from_and_nothing_is_lost(desk):
    desk.write("你我")
    before = desk.page.text
    desk.page.set_place(5)
    cursor = desk.page.textCursor()
    cursor.insertText("我你")
    desk.page.setTextCursor(cursor)
    typed = desk.page.text
    assert desk.page.place == 7
    desk.click("studioGoOnButton")
    desk.settle()
    kept = before[:5] + "我你"
    assert desk.page.text == kept + counted(desk, kept, 30)
    assert [desk.tree.whole(number) for number in (1, 2)] == [before, typed]


def test_a_text_that_was_typed_alone_is_gone_on_from(desk):
    desk.page.insertPlainText("我")
    desk.click("studioGoOnButton")
    desk.settle()
    assert desk.page.text == "我" + counted(desk, "我", 30)


def test_variants_stand_beside_one_another_with_the_greedy_one(desk):
    desk.spin("Temperature", QDoubleSpinBox).setValue(2.0)
    desk.spin("Variants").setValue(3)
    desk.stage.find(QCheckBox, "greedyBesideCheck").setChecked(True)
    desk.write()
    texts = desk.panel.columns.texts
    assert len(set(texts)) == 4
    assert desk.panel.columns.isVisible() and not desk.page.isVisible()
    assert texts[3].replace("\n", " ") == "分开" + counted(desk, "分开", 30)
    seeds = [branch.origin.request.seed for _, branch in desk.tree.walk() if branch.origin]
    assert seeds[1] == seeds[0] + 1 and seeds[2] == seeds[0] + 2
    labels = [desk.stage.find(QLabel, f"columnNovelty_{number}") for number in (2, 3, 4, 5)]
    desk.stage.until(lambda: all(label.text().endswith("% new") for label in labels))
    desk.click("columnButton_3")
    assert desk.page.isVisible()
    assert desk.page.text == desk.tree.whole(3) == texts[1].replace("\n", " ")


def test_branches_are_walked_compared_and_pruned(desk):
    desk.write()
    desk.page.set_place(8)
    desk.panel.strip.chosen.emit("我")
    desk.settle()
    tree = desk.stage.find(QTreeView, "branchTree")
    model, selection = tree.model(), tree.selectionModel()
    root = model.index(0, 0)
    child = model.index(0, 0, root)
    flags = QItemSelectionModel.SelectionFlag
    selection.select(root, flags.ClearAndSelect | flags.Rows)
    assert desk.page.text == desk.tree.whole(1)
    selection.select(child, flags.Select | flags.Rows)
    assert desk.page.text == desk.tree.whole(1)  # two are selected to be compared
    desk.click("compareBranchesButton")
    assert [text.replace("\n", " ") for text in desk.panel.columns.texts] == [
        desk.tree.whole(1),
        desk.tree.whole(2),
    ]
    selection.select(child, flags.ClearAndSelect | flags.Rows)
    assert desk.page.text == desk.tree.whole(2)
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    assert (desk.page.text, len(desk.tree)) == (desk.tree.whole(1), 1)


def test_a_planted_line_is_underlined_and_its_place_is_found(desk):
    corpus = desk.stage.session.used
    song = corpus.songs[3]
    line = corpus.text[song.start : song.start + 12]
    desk.page.insertPlainText("我" + line)
    desk.looked_up()
    assert song.title in desk.novelty
    desk.page.set_place(6)
    here = desk.stage.find(QAbstractButton, "studioSourceButton")
    assert here.text() == f"“{song.title}”, line 1"
    desk.press(desk.page, Qt.Key.Key_F4)
    assert desk.panel.source.isVisible()
    assert desk.panel.source.shown.startswith(f"“{song.title}”, line 1")
    desk.spin("LeastSpan").setValue(50)
    desk.stage.until(lambda: desk.novelty.startswith("100 % new"))
    assert not here.isEnabled()


def test_the_songs_are_the_yardstick(desk):
    desk.write()
    desk.looked_up()
    desk.stage.until(lambda: "real songs" in desk.novelty)


def test_colours_and_the_cell_of_the_map(desk):
    desk.write()
    combo = desk.stage.find(QComboBox, "studioColorCombo")
    for index in (1, 2, 3, 4, 0):
        combo.setCurrentIndex(index)
        combo.activated.emit(index)
        desk.read()
    combo.setCurrentIndex(combo.findText("One cell"))
    asked = []
    desk.stage.bridge.inspect = asked.append
    desk.stage.parts.memory.set_cell(5)
    desk.stage.parts.memory.cellChosen.emit(5)
    desk.stage.until(lambda: bool(asked))
    assert asked[-1] == ReadPage(desk.page.text, 0, 5)


def test_nothing_is_asked_while_it_is_hidden(desk, monkeypatch):
    desk.write()
    desk.read()
    stage = desk.stage
    stage.find(QDockWidget, "perplexityDock").raise_()
    stage.until(lambda: not desk.panel.isVisible())
    asked = []
    monkeypatch.setattr(stage.bridge, "inspect", lambda job: asked.append(job) or 0)
    monkeypatch.setattr(stage.bridge, "write", lambda *args: asked.append(args) or 0)
    desk.spin("Every").setValue(1)
    stage.train()
    stage.until(lambda: len(stage.bridge.run.curves.epochs) > 2)
    stage.qtbot.wait(300)
    assert [job for job in asked if isinstance(job, ReadPage | tuple)] == []


def test_the_last_request_is_written_again_as_the_model_learns(desk):
    desk.write()
    desk.spin("Every").setValue(1)
    desk.stage.train()
    desk.stage.until(lambda: len(desk.tree) > 3)
    roots = desk.tree.children(None)
    epochs = [branch.origin.epoch for branch in roots]
    assert epochs == sorted(epochs) and epochs[-1] > epochs[0]


def test_pieces_are_kept_copied_and_saved(desk, tmp_path, monkeypatch):
    desk.write()
    desk.looked_up()
    desk.click("studioKeepButton")
    (piece,) = desk.panel.kept.pieces
    assert (piece.text, piece.origin.request.seed) == (desk.page.text, 0)
    assert piece.novelty is not None
    desk.click("copyPiecesButton")
    assert QGuiApplication.clipboard().text().startswith(piece.shown)
    for name, begins in (
        ("a.txt", b"\xe5\x88\x86"),
        ("a.md", b"> "),
        ("a.json", b"["),
        ("a.png", b"\x89PNG"),
    ):
        answer = str(tmp_path / name), ""
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, answer=answer: answer)
        desk.click("savePiecesButton")
        assert (tmp_path / name).read_bytes().startswith(begins), name
    desk.write("你")
    pieces = desk.stage.find(QListWidget, "keptPieces")
    pieces.itemActivated.emit(pieces.item(0))
    assert desk.page.text == piece.text
    QTest.keyClick(pieces, Qt.Key.Key_Delete)
    assert desk.panel.kept.pieces == []


def test_unknown_characters_are_named_and_not_asked_about(desk):
    desk.page.insertPlainText("我龘")
    warning = desk.stage.find(QLabel, "studioPageWarning")
    assert "龘" in warning.text() and warning.isVisible()
    desk.click("studioGoOnButton")
    desk.stage.qtbot.wait(250)
    assert not desk.controller.writing and desk.controller.reader.reading is None


def test_unknown_characters_are_left_out_or_replaced_by_forms_that_are_known(desk):
    desk.stage.session.open_named("en")
    edit = desk.stage.find(QLineEdit, "studioPrefixEdit")
    desk.stage.until(lambda: edit.text() == "apart")
    write = desk.stage.find(QAbstractButton, "studioWriteButton")
    edit.setText("apart我")
    assert not write.isEnabled()
    assert "我" in desk.stage.find(QLabel, "studioPrefixWarning").text()
    desk.click("studioPrefixLeaveOutButton")
    assert edit.text() == "apart" and write.isEnabled()
    desk.page.insertPlainText("Q我")
    replace = desk.stage.find(QAbstractButton, "studioPageReplaceButton")
    desk.stage.until(replace.isVisible)
    assert replace.text() == "Q→q"
    replace.click()
    assert desk.page.text == "q我" and not replace.isVisible()
    desk.click("studioPageLeaveOutButton")
    assert desk.page.text == "q"
    desk.page.undo()
    assert desk.page.text == "q我"


def test_lines_end_where_they_can_be_seen(desk):
    check = desk.stage.find(QCheckBox, "untilLineEndCheck")
    assert check.isEnabled()
    check.setChecked(True)
    desk.write()
    assert desk.page.text.endswith(" ") or len(desk.page.text) == 5002
    desk.stage.session.open_named("en")
    desk.stage.until(lambda: not desk.stage.session.used.vocabulary.has_line_ends)
    desk.stage.until(lambda: not check.isEnabled())
    assert desk.stage.find(QLabel, "noLineEndsLabel").text()
    assert desk.stage.find(QLineEdit, "studioPrefixEdit").text() == "apart"
    desk.write("apart")
    assert len(desk.page.text) == 5 + 30


def test_prefixes_are_offered_again(desk):
    for prefix in ("你", "我", "你"):
        desk.write(prefix)
    combo = desk.stage.find(QComboBox, "studioPrefixCombo")
    assert [combo.itemText(index) for index in range(combo.count())] == ["你", "我"]


def test_every_field_has_a_name_in_both_languages(desk):
    desk.write()
    for code in ("en", "zh_CN"):
        desk.stage.language.set_choice(code)
        for kind in (QAbstractButton, QSpinBox, QDoubleSpinBox, QComboBox, QTreeView, QListWidget):
            for widget in desk.panel.findChildren(kind):
                if widget.objectName() and not widget.objectName().startswith("qt_"):
                    assert widget.accessibleName(), widget.objectName()


def test_the_studio_writes_beside_the_lyrics_panel(desk):
    desk.stage.parts.lyrics.submit()
    desk.write()
    desk.stage.until(lambda: len(desk.stage.parts.lyrics.text) == 52)
    assert len(desk.page.text) == 32


def test_pieces_and_prefixes_last_from_one_session_to_the_next(make_stage, tmp_path):
    path = tmp_path / "pieces.json"
    first = Desk(make_stage(pieces=path).open())
    first.write("你")
    first.click("studioKeepButton")
    first.stage.until(lambda: len(KeptFile(path).load().stored) == 1)
    second = Desk(make_stage(pieces=path).open())
    second.stage.until(lambda: len(second.panel.kept.pieces) == 1)
    edit = second.stage.find(QLineEdit, "studioPrefixEdit")
    combo = second.stage.find(QComboBox, "studioPrefixCombo")
    assert edit.text() == "分开" and combo.itemText(0) == "你"
    pieces = second.stage.find(QListWidget, "keptPieces")
    pieces.itemActivated.emit(pieces.item(0))
    assert second.page.text == first.page.text
    pieces.setCurrentRow(0)
    second.click("dropPiecesButton")
    second.stage.until(lambda: not KeptFile(path).load().stored)
    second.click("restorePiecesButton")
    assert second.panel.kept.pieces == first.panel.kept.pieces
    second.stage.until(lambda: len(KeptFile(path).load().stored) == 1)
    assert second.stage.find(QPushButton, "restorePiecesButton").isHidden()


def test_deleted_pieces_come_back_where_they_were(qtbot):
    kept = KeptList()
    qtbot.addWidget(kept)
    pieces = [Piece(text, lines=False) for text in "abcd"]
    kept.add_older(pieces)
    listed = kept.findChild(QListWidget)
    for row in (0, 2):
        listed.item(row).setSelected(True)
    kept.findChild(QPushButton, "dropPiecesButton").click()
    assert kept.pieces == [pieces[1], pieces[3]]
    with qtbot.waitSignal(kept.restored) as back:
        kept.findChild(QPushButton, "restorePiecesButton").click()
    assert kept.pieces == pieces and len(back.args[0]) == 2
    assert [listed.item(row).text()[0] for row in range(4)] == list("abcd")


def test_a_damaged_file_of_pieces_is_said(make_stage, tmp_path):
    path = tmp_path / "pieces.json"
    path.write_text("{")
    desk = Desk(make_stage(pieces=path).open())
    notices = desk.stage.parts.notices
    desk.stage.until(lambda: any("set aside" in notice.text for notice in notices.notices))
    desk.write()
    desk.stage.until(lambda: KeptFile(path).load().prefixes == ("分开",))


def test_the_page_is_read_then_and_now(desk):
    desk.write()
    combo = desk.stage.find(QComboBox, "studioColorCombo")
    moments, reader = desk.panel.moments, desk.controller.reader.moments
    assert not moments.then.isVisible()
    combo.setCurrentIndex(combo.findText("Then and now"))
    combo.activated.emit(combo.currentIndex())
    desk.stage.until(lambda: reader.then is not None and reader.then[0] == desk.page.text)
    assert moments.then.isVisible() and moments.then.text == desk.page.text
    assert moments.then_label.text().startswith("Epoch 0 · perplexity")
    desk.read()
    desk.stage.until(lambda: moments.now_label.text().startswith("Now · perplexity"))
    desk.page.set_place(len(desk.page.text))
    desk.page.insertPlainText("我")
    desk.stage.until(lambda: reader.then[0] == desk.page.text)
    assert "at epoch 0 it was expected with" in reader.tip(5)
    desk.stage.session.open_named("en")
    desk.stage.until(lambda: "earlier run" in moments.then_label.text())
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert not moments.then.isVisible() and desk.page.isVisible()


def test_another_moment_is_remembered(desk):
    desk.write()
    combo = desk.stage.find(QComboBox, "studioColorCombo")
    combo.setCurrentIndex(combo.findText("Then and now"))
    combo.activated.emit(combo.currentIndex())
    label = desk.panel.moments.then_label
    desk.stage.until(lambda: label.text().startswith("Epoch 0"))
    desk.stage.train()
    desk.stage.until(lambda: desk.stage.bridge.run.last_epoch() is not None)
    desk.click("rememberMomentButton")
    desk.stage.until(lambda: label.text().startswith("Epoch") and "Epoch 0" not in label.text())


def test_the_copies_in_each_of_several_texts_are_underlined(desk):
    corpus = desk.stage.session.used
    song = corpus.songs[3]
    line = corpus.text[song.start : song.start + 12]
    first = desk.tree.begin("我" + line)
    second = desk.tree.begin("我我我")
    desk.panel.branches.compared.emit(first, second)
    columns = desk.panel.columns
    desk.stage.until(lambda: columns.copies_of(first) is not None)
    desk.stage.until(lambda: columns.copies_of(second) is not None)
    text, other = (desk.stage.find(QPlainTextEdit, f"columnText_{n}") for n in (first, second))
    assert len(text.extraSelections()) == 1 and not other.extraSelections()
    (selection,) = text.extraSelections()
    assert selection.cursor.selectedText().replace("\u2029", " ").startswith(line)
    assert desk.stage.find(QLabel, f"columnNovelty_{second}").text() == "100 % new"
    columns.clicked.emit(first, 5)
    assert desk.panel.source.shown.startswith(f"“{song.title}”, line 1")
    point = text.cursorRect(text.textCursor()).center()
    assert text.character_under(point) == 0
    desk.spin("LeastSpan").setValue(50)
    desk.stage.until(lambda: not text.extraSelections())


def test_the_page_alone_takes_the_whole_width(desk):
    desk.write()
    moments = desk.panel.moments
    combo = desk.stage.find(QComboBox, "studioColorCombo")
    for name, share in (("No colours", 1.0), ("Then and now", 0.5), ("Surprise", 1.0)):
        combo.setCurrentIndex(combo.findText(name))
        combo.activated.emit(combo.currentIndex())
        desk.stage.until(
            lambda share=share: abs(desk.page.width() / moments.width() - share) < 0.05
        )


def test_the_curve_is_seen_below_a_source_in_a_low_window(desk):
    desk.stage.window.resize(1280, 720)
    song = desk.stage.session.used.songs[3]
    desk.page.insertPlainText("我" + desk.stage.session.used.text[song.start : song.start + 12])
    desk.looked_up()
    desk.page.set_place(6)
    desk.click("studioSourceButton")
    bar = desk.stage.find(QScrollArea, "studioSourceScroll").verticalScrollBar()
    desk.stage.until(lambda: desk.panel.curve.isVisible() and bar.maximum() == 0)
