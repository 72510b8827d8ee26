"""The form shows an experiment, sends what is valid, and never what is not."""

from __future__ import annotations

import shlex
import unicodedata

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lstm_gui.cli.flags import add_knobs, experiment_of
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed, value_at
from lstm_gui.core.settings.options import Parser, flag_words
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.gui.forms.config_panel import ConfigPanel, LiveMark, Mark, RestartFoot
from lstm_gui.gui.forms.corpus_card import CorpusCard
from lstm_gui.gui.forms.knob_editors import NumberEditor
from lstm_gui.gui.lyrics.lyrics_panel import LyricsPanel
from lstm_gui.gui.widgets.notices import NoticeBar
from lstm_gui.gui.widgets.theme import Theme

QUICK = PRESETS["quick"].experiment


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> ConfigPanel:
    widget = ConfigPanel(theme, QWidget())
    qtbot.addWidget(widget)
    widget.resize(280, 600)
    widget.show()
    return widget


def edit(panel: ConfigPanel, name: str) -> QLineEdit:
    found = panel.findChild(QLineEdit, name)
    assert found is not None
    return found


def prefixes(panel: ConfigPanel) -> QPlainTextEdit:
    found = panel.findChild(QPlainTextEdit, "prefixesEdit")
    assert found is not None
    return found


def combo(panel: ConfigPanel, name: str) -> QComboBox:
    found = panel.findChild(QComboBox, name)
    assert found is not None
    return found


def button(panel: ConfigPanel, name: str) -> QPushButton:
    found = panel.findChild(QPushButton, name)
    assert found is not None
    return found


def error_of(panel: ConfigPanel, name: str) -> QLabel:
    found = panel.findChild(QLabel, name + "Error")
    assert found is not None
    return found


def mark_of(panel: ConfigPanel, path: str) -> Mark:
    row = panel.rows[path]
    assert isinstance(row.mark, LiveMark)
    return row.mark.mark


def type_into(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    QTest.keyClicks(line, text)


def test_every_setting_but_the_context_has_a_named_editor(panel: ConfigPanel) -> None:
    assert set(panel.rows) == set(KNOBS) - {"compute.context"}
    for row in panel.rows.values():
        assert row.editor.field.objectName()
        assert row.editor.field.accessibleName()
        assert row.editor.field.toolTip()
    assert edit(panel, "learningRateEdit").accessibleName() == "Learning rate"
    assert combo(panel, "implementationCombo").count() == 3


def test_an_experiment_is_shown_in_full_and_nothing_is_sent(
    panel: ConfigPanel, qtbot: QtBot
) -> None:
    with (
        qtbot.assertNotEmitted(panel.draftEdited, wait=200),
        qtbot.assertNotEmitted(panel.liveEdited),
    ):
        panel.set_experiment(QUICK)
    assert panel.draft == panel.applied == QUICK
    assert edit(panel, "learningRateEdit").text() == "0.02"
    assert edit(panel, "maxCharsEdit").text() == "10,000"
    assert prefixes(panel).toPlainText() == "分开\n不分开"
    assert combo(panel, "optimizerCombo").currentText() == "Adam"
    for path, row in panel.rows.items():
        assert row.editor.value() == value_at(QUICK, path), path


def test_before_training_every_edit_is_sent_once_typing_rests(
    panel: ConfigPanel, qtbot: QtBot
) -> None:
    sent: list[Experiment] = []
    panel.draftEdited.connect(sent.append)
    with qtbot.waitSignal(panel.draftEdited):
        type_into(edit(panel, "hiddenEdit"), "128")
    assert [experiment.model.hidden for experiment in sent] == [128]
    assert not panel.findChild(RestartFoot).isVisible()
    with qtbot.waitSignal(panel.draftEdited):
        combo(panel, "cellCombo").setCurrentIndex(1)
    assert sent[-1].model.cell == "gru"


def test_a_forget_bias_that_does_nothing_is_grey_says_why_and_stays(
    panel: ConfigPanel, qtbot: QtBot
) -> None:
    """It is the LSTM's; its value goes with the others, and is there again with an LSTM."""
    sent: list[Experiment] = []
    panel.draftEdited.connect(sent.append)
    line, label = edit(panel, "forgetBiasEdit"), panel.rows["model.forget_bias"].label
    type_into(line, "1.5")
    usual = line.toolTip()
    with qtbot.waitSignal(panel.draftEdited):
        combo(panel, "cellCombo").setCurrentIndex(1)
    assert not line.isEnabled() and not label.isEnabled()
    assert "Only an LSTM has a forget gate" in line.toolTip()
    assert "Only an LSTM has a forget gate" in label.toolTip()
    assert (sent[-1].model.cell, sent[-1].model.forget_bias) == ("gru", 1.5)
    with qtbot.waitSignal(panel.draftEdited):
        combo(panel, "cellCombo").setCurrentIndex(0)
    assert line.isEnabled() and label.isEnabled() and line.text() == "1.5"
    assert line.toolTip() == usual


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("layersEdit", "9", "Must be between 1 and 3, got 9."),
        ("hiddenEdit", "12.5", "Must be a whole number, got 12.5."),
        ("hiddenEdit", "", "Must be a whole number, got nothing."),
        ("learningRateEdit", "fast", "Must be a number, got fast."),
        ("learningRateEdit", "nan", "Must be a number, got nan."),
    ],
)
def test_what_is_invalid_is_explained_at_its_field_and_not_sent(
    panel: ConfigPanel, qtbot: QtBot, name: str, text: str, says: str
) -> None:
    with qtbot.assertNotEmitted(panel.draftEdited, wait=250):
        edit(panel, name).setText(text)
    assert error_of(panel, name).text() == says
    assert error_of(panel, name).isVisible()
    assert edit(panel, name).property("state") == "invalid"
    assert panel.draft == Experiment()


def test_a_cell_that_gluon_lacks_is_refused_at_its_field_until_both_go_together(
    panel: ConfigPanel,
) -> None:
    cells, ways = combo(panel, "cellCombo"), combo(panel, "implementationCombo")
    panel.propose(changed(QUICK, "compute.implementation", "concise"))
    cells.setCurrentIndex(cells.findData("peephole"))
    panel.flush()
    assert "gluon.rnn has none" in error_of(panel, "cellCombo").text()
    assert panel.draft.model.cell == "lstm"
    ways.setCurrentIndex(ways.findData("fast"))
    panel.flush()
    assert not error_of(panel, "cellCombo").isVisible()
    assert (panel.draft.model.cell, panel.draft.compute.implementation) == ("peephole", "fast")


def test_an_error_goes_when_the_value_is_mended(panel: ConfigPanel) -> None:
    edit(panel, "layersEdit").setText("9")
    panel.flush()
    edit(panel, "layersEdit").setText("2")
    assert not error_of(panel, "layersEdit").isVisible()
    assert edit(panel, "layersEdit").property("state") == ""
    assert panel.draft.model.layers == 2


def test_an_invalid_field_does_not_hold_up_the_others(panel: ConfigPanel) -> None:
    sent: list[Experiment] = []
    panel.draftEdited.connect(sent.append)
    edit(panel, "layersEdit").setText("9")
    edit(panel, "epochsEdit").setText("1,000")
    panel.flush()
    assert [(one.model.layers, one.train.epochs) for one in sent] == [(1, 1000)]


def test_live_edits_are_sent_without_what_needs_a_new_model(panel: ConfigPanel) -> None:
    live: list[Experiment] = []
    panel.liveEdited.connect(live.append)
    panel.set_running_model(True)
    edit(panel, "hiddenEdit").setText("512")
    edit(panel, "learningRateEdit").setText("50")
    panel.flush()
    assert live == [changed(Experiment(), "train.learning_rate", 50.0)]
    assert panel.draft.model.hidden == 512
    assert edit(panel, "hiddenEdit").property("state") == "pending"
    assert mark_of(panel, "train.learning_rate") is Mark.SENT
    assert mark_of(panel, "train.epochs") is Mark.LIVE
    assert mark_of(panel, "model.hidden") is Mark.NONE
    panel.set_applied(live[-1])
    assert mark_of(panel, "train.learning_rate") is Mark.LIVE
    assert edit(panel, "hiddenEdit").text() == "512"


def test_pending_changes_are_named_applied_or_reverted(panel: ConfigPanel, qtbot: QtBot) -> None:
    panel.set_running_model(True)
    edit(panel, "hiddenEdit").setText("512")
    combo(panel, "samplingCombo").setCurrentIndex(1)
    assert panel.findChild(RestartFoot).isVisible()
    label = panel.findChild(QLabel, "restartLabel")
    assert label is not None
    assert label.text() == "Changes the model: Hidden units, Sampling."
    with qtbot.waitSignal(panel.restartRequested) as asked:
        button(panel, "applyButton").click()
    assert asked.args == [panel.draft]
    with qtbot.waitSignal(panel.reverted):
        button(panel, "revertButton").click()
    assert panel.draft == panel.applied == Experiment()
    assert edit(panel, "hiddenEdit").text() == "256"
    assert not panel.findChild(RestartFoot).isVisible()


def test_apply_waits_while_a_field_is_invalid(panel: ConfigPanel) -> None:
    panel.set_running_model(True)
    edit(panel, "hiddenEdit").setText("512")
    edit(panel, "learningRateEdit").setText("-1")
    assert not button(panel, "applyButton").isEnabled()
    label = panel.findChild(QLabel, "restartLabel")
    assert label is not None
    assert label.text() == "Cannot be used as typed: Learning rate."  # it can be out of sight
    edit(panel, "learningRateEdit").setText("1")
    assert button(panel, "applyButton").isEnabled()


def test_revert_takes_back_what_is_wrong_in_a_live_field(panel: ConfigPanel) -> None:
    panel.set_running_model(True)
    edit(panel, "learningRateEdit").setText("0.5")
    panel.flush()
    edit(panel, "hiddenEdit").setText("512")
    edit(panel, "clippingThetaEdit").setText("1e9")
    panel.flush()
    assert error_of(panel, "clippingThetaEdit").isVisible()
    button(panel, "revertButton").click()
    assert not error_of(panel, "clippingThetaEdit").isVisible()
    theta = edit(panel, "clippingThetaEdit")
    assert theta.property("state") == "" and theta.text() == "0.01"
    assert edit(panel, "learningRateEdit").text() == "0.5"  # that is in use
    assert panel.draft == changed(Experiment(), "train.learning_rate", 0.5)


def test_what_is_typed_while_a_model_is_on_its_way_stays(panel: ConfigPanel, qtbot: QtBot) -> None:
    panel.set_running_model(True)
    edit(panel, "hiddenEdit").setText("512")
    button(panel, "keepButton").click()
    asked = panel.draft
    edit(panel, "batchSizeEdit").setText("64")
    edit(panel, "learningRateEdit").setText("0.5")
    panel.set_experiment(asked)
    assert edit(panel, "batchSizeEdit").text() == "64"
    assert panel.findChild(RestartFoot).isVisible()
    with qtbot.waitSignal(panel.liveEdited) as sent:
        pass
    assert sent.args == [changed(asked, "train.learning_rate", 0.5)]
    button(panel, "revertButton").click()
    panel.set_experiment(changed(asked, "model.hidden", 100))  # as undo would
    assert panel.draft == panel.applied == changed(asked, "model.hidden", 100)


def test_what_was_refused_leaves_nothing_behind(panel: ConfigPanel) -> None:
    panel.set_running_model(True)
    edit(panel, "hiddenEdit").setText("512")
    button(panel, "keepButton").click()
    panel.refuse(panel.applied)
    edit(panel, "hiddenEdit").setText("300")
    panel.set_experiment(changed(panel.applied, "model.layers", 2))
    assert edit(panel, "hiddenEdit").text() == "256"


def test_a_proposed_experiment_acts_as_if_it_were_typed(panel: ConfigPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.draftEdited) as sent:
        panel.propose(QUICK)
    assert sent.args == [QUICK]
    panel.set_experiment(QUICK)
    panel.set_running_model(True)
    with qtbot.assertNotEmitted(panel.liveEdited):
        panel.propose(changed(QUICK, "model.hidden", 64))
    assert edit(panel, "hiddenEdit").property("state") == "pending"
    button(panel, "revertButton").click()
    assert panel.draft == QUICK
    with qtbot.waitSignal(panel.liveEdited) as sent:
        panel.propose(changed(panel.draft, "compute.context", "gpu:0"))
    assert sent.args == [changed(QUICK, "compute.context", "gpu:0")]


def test_the_whole_text_is_a_tick_away(panel: ConfigPanel) -> None:
    tick = panel.findChild(QCheckBox, "maxCharsAllCheck")
    assert tick is not None
    tick.click()
    assert panel.draft.corpus.max_chars is None
    assert not edit(panel, "maxCharsEdit").isEnabled()
    panel.set_experiment(Experiment())
    assert not tick.isChecked()


ODD_PREFIXES = (
    "离开，是为了，回来",
    "a, b",
    ' two words" ',
    "'it's'",
    "-0.5",
    "a\xa0b\u3000",
    "\\n",
    "밤",
)


def test_prefixes_go_from_the_form_to_a_command_line_and_back(
    panel: ConfigPanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.draftEdited):
        prefixes(panel).setPlainText("\n".join(ODD_PREFIXES))
    assert panel.draft.train.prefixes == ODD_PREFIXES

    command = shlex.join(flag_words(panel.draft))
    parser = Parser()
    add_knobs(parser)
    given = experiment_of(parser.parse_args(shlex.split(command)))
    panel.set_experiment(given)

    assert given == panel.draft
    assert panel.rows["train.prefixes"].editor.value() == ODD_PREFIXES


def test_no_prefix_at_all_is_a_setting_too() -> None:
    parser = Parser()
    add_knobs(parser)
    none = changed(Experiment(), "train.prefixes", ())
    assert experiment_of(parser.parse_args(flag_words(none))) == none


def test_pasted_prefixes_are_cleaned_as_a_text_is(panel: ConfigPanel) -> None:
    field = prefixes(panel)
    field.setPlainText(unicodedata.normalize("NFD", "\ufeff밤바다\té"))
    assert panel.draft.train.prefixes == ("밤바다 é",)


def test_a_prefix_that_is_too_long_is_explained_at_its_field(
    panel: ConfigPanel, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(panel.draftEdited, wait=250):
        prefixes(panel).setPlainText("开" * 201)
    said = "At most 20 prefixes of at most 200 characters each."
    assert error_of(panel, "prefixesEdit").text() == said
    assert prefixes(panel).property("state") == "invalid"


def test_arrow_keys_step_within_the_range(panel: ConfigPanel) -> None:
    QTest.keyClick(edit(panel, "hiddenEdit"), Qt.Key.Key_Up)
    QTest.keyClick(edit(panel, "layersEdit"), Qt.Key.Key_Down)
    QTest.keyClick(edit(panel, "learningRateEdit"), Qt.Key.Key_Down)
    QTest.keyClick(edit(panel, "clippingThetaEdit"), Qt.Key.Key_Up)
    QTest.keyClick(edit(panel, "forgetBiasEdit"), Qt.Key.Key_Up)
    draft = panel.draft
    assert (draft.model.hidden, draft.model.layers, draft.model.forget_bias) == (257, 1, 0.1)
    assert (draft.train.learning_rate, draft.train.clipping_theta) == (50.0, 0.02)


def test_numbers_are_written_compactly_and_read_back(theme: Theme, qtbot: QtBot) -> None:
    editor = NumberEditor(KNOBS["train.learning_rate"], theme)
    qtbot.addWidget(editor)
    for value, text in ((0.01, "0.01"), (100.0, "100"), (1e-05, "1e-05"), (0.1 + 0.2, None)):
        editor.set_value(value)
        assert editor.value() == value
        assert text is None or edit_text(editor) == text


def edit_text(editor: NumberEditor) -> str:
    assert isinstance(editor.field, QLineEdit)
    return editor.field.text()


def test_nothing_is_cut_off_at_the_panel_s_width(panel: ConfigPanel) -> None:
    assert panel.minimumSizeHint().width() <= 280


class _Marked(QTranslator):
    """A translation that can be told from its source."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        return f"«{text}»"

    def isEmpty(self) -> bool:
        return False


def test_every_text_follows_the_language(qtbot: QtBot, theme: Theme) -> None:
    card = CorpusCard()
    lyrics = LyricsPanel(theme)
    notices = NoticeBar(theme)
    parts = (ConfigPanel(theme, card), lyrics, notices)
    for part in parts:
        qtbot.addWidget(part)
    notices.show_notice("It failed.", details="line 1")
    application = QCoreApplication.instance()
    assert application is not None
    marked = _Marked(application)
    application.installTranslator(marked)
    QCoreApplication.sendPostedEvents()
    try:
        texts = [label.text() for part in parts for label in part.findChildren(QLabel)]
        texts += [button.text() for part in parts for button in part.findChildren(QPushButton)]
        names = {text for text in texts if text} - {"It failed."}
        assert len(names) > 20
        assert [name for name in names if not name.startswith("«")] == []
    finally:
        application.removeTranslator(marked)
        QCoreApplication.sendPostedEvents()
    generate = lyrics.findChild(QPushButton, "generateButton")
    assert generate is not None
    assert generate.text() == "Generate"
