"""The form of a search: ranges, names, what is wrong with them, and how it goes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QProgressBar, QPushButton

from lstm_gui.core.search.messages import UnderWay, UnderWayMessage
from lstm_gui.core.search.plan import Range, searchable
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.presets import PRESETS
from lstm_gui.gui.search import panel as panel_module
from lstm_gui.gui.search.panel import SearchPanel
from lstm_gui.gui.search.processes import StudyPlace
from lstm_gui.gui.search.range_form import usual_range
from tests.gui.search.told import RANGES, board, study, trial

QUICK = PRESETS["quick"].experiment


@pytest.fixture
def panel(theme, qtbot, language):
    panel = SearchPanel(theme)
    qtbot.addWidget(panel)
    panel.set_experiment(QUICK)
    panel.settings.set_name("a")
    panel.resize(288, 600)
    panel.show()
    return panel


def button(panel: SearchPanel, name: str) -> QPushButton:
    return panel.findChild(QPushButton, name)


def text(panel: SearchPanel, name: str) -> str:
    label = panel.findChild(QLabel, name)
    return "" if label.isHidden() else label.text()


def start(panel: SearchPanel) -> bool:
    """Press Start; return whether a search was asked for."""
    wished: list[bool] = []
    panel.startWished.connect(lambda: wished.append(True))
    button(panel, "searchStartButton").click()
    return bool(wished)


ADDRESS = "postgresql://me:secret@server/studies"


class TestRanges:
    def test_two_settings_are_proposed_around_their_values(self, panel):
        assert panel.form.ranges() == (
            Range(path="train.learning_rate", low=0.002, high=0.2),
            Range(path="model.hidden", low=128, high=512),
        )

    def test_every_setting_has_a_usual_range_that_can_be_searched(self):
        lowest = changed(changed(QUICK, "model.hidden", 1), "train.num_steps", 1)
        for experiment in (QUICK, Experiment(), lowest, PRESETS["article"].experiment):
            for knob in searchable():
                item = usual_range(experiment, knob.path)
                assert item.choices or (item.low is not None and item.low < item.high), knob.path
                for end in item.ends:
                    changed(experiment, knob.path, end)

    def test_settings_are_added_and_taken_away(self, panel):
        button(panel, "addRangeButton").click()
        assert len(panel.form.rows) == 3 and panel.form.ranges() is not None
        panel.form.rows[0].removed.emit()
        assert panel.form.rows[0].path == "model.hidden"
        while button(panel, "addRangeButton").isVisible():
            button(panel, "addRangeButton").click()
        assert {row.path for row in panel.form.rows} == {knob.path for knob in searchable()}

    def test_without_a_setting_nothing_starts(self, panel):
        for row in tuple(panel.form.rows):
            row.removed.emit()
        assert not start(panel)
        assert "Add a setting" in button(panel, "searchStartButton").toolTip()
        button(panel, "addRangeButton").click()
        assert button(panel, "searchStartButton").toolTip() == "" and start(panel)

    def test_another_setting_has_its_own_editors(self, panel):
        combo = panel.form.rows[0].findChild(QComboBox, "rangeSettingCombo")
        combo.setCurrentIndex(combo.findData("train.optimizer"))
        combo.activated.emit(combo.currentIndex())
        assert panel.form.ranges()[0] == Range(path="train.optimizer", choices=("sgd", "adam"))
        panel.form.rows[0].findChild(QCheckBox, "sgdCheck").click()
        assert not start(panel)
        assert text(panel, "rangeError") == "Choose two values or more."

    @pytest.mark.parametrize(
        ("low", "high", "words"),
        [
            ("512", "128", "The first number must be the smaller one."),
            ("128", "128", "The first number must be the smaller one."),
            ("0", "128", "Must be between 1 and 4,096, got 0."),
            ("12.5", "128", "Must be a whole number"),
            ("", "128", "Must be a whole number"),
            ("1", "1e9", "Must be between 1 and 4,096"),
        ],
    )
    def test_what_cannot_be_a_range_is_said_at_its_row(self, panel, low, high, words):
        row = panel.form.rows[1]
        row.findChild(QLineEdit, "hiddenFromEdit").setText(low)
        row.findChild(QLineEdit, "hiddenToEdit").setText(high)
        assert not start(panel)
        assert words in row.findChild(QLabel, "rangeError").text()
        row.findChild(QLineEdit, "hiddenFromEdit").setText("1")
        row.findChild(QLineEdit, "hiddenToEdit").setText("9")
        assert row.findChild(QLabel, "rangeError").isHidden() and start(panel)

    def test_a_setting_is_offered_once(self, panel):
        def offered() -> list[set[str]]:
            combos = [row.findChild(QComboBox, "rangeSettingCombo") for row in panel.form.rows]
            return [{combo.itemData(i) for i in range(combo.count())} for combo in combos]

        every = {knob.path for knob in searchable()}
        first, second = offered()
        assert first == every - {"model.hidden"} and second == every - {"train.learning_rate"}
        combo = panel.form.rows[0].findChild(QComboBox, "rangeSettingCombo")
        combo.setCurrentIndex(combo.findData("train.optimizer"))
        combo.activated.emit(combo.currentIndex())
        assert offered()[1] == every - {"train.optimizer"}

    def test_the_forget_bias_is_for_cells_that_have_a_forget_gate(self, panel):
        gru = changed(QUICK, "model.cell", "gru")
        combo = panel.form.rows[0].findChild(QComboBox, "rangeSettingCombo")
        assert combo.findData("model.forget_bias") >= 0
        panel.form.set_ranges([usual_range(QUICK, "model.forget_bias")])
        panel.set_experiment(gru)
        assert not start(panel)
        error = panel.form.rows[0].findChild(QLabel, "rangeError")
        assert not error.isHidden() and "forget gate" in error.text()
        panel.form.set_ranges([RANGES[0]])
        combo = panel.form.rows[0].findChild(QComboBox, "rangeSettingCombo")
        assert combo.findData("model.forget_bias") < 0
        while button(panel, "addRangeButton").isVisible():
            button(panel, "addRangeButton").click()
        paths = {row.path for row in panel.form.rows}
        assert "model.forget_bias" in paths  # some of the trials are of an LSTM
        next(row for row in panel.form.rows if row.path == "model.cell").removed.emit()
        assert not start(panel)
        panel.set_experiment(QUICK)
        assert start(panel)

    def test_a_known_study_goes_on_whatever_the_experiment_is(self, panel):
        item = usual_range(QUICK, "model.forget_bias")
        panel.set_known(study().model_copy(update={"ranges": (item,)}))
        panel.set_experiment(changed(QUICK, "model.cell", "rnn"))
        assert start(panel)


class TestPlace:
    @pytest.mark.parametrize("name", ["", "a/b", "..", "x" * 99])
    def test_a_name_that_cannot_be(self, panel, name):
        panel.settings.set_name(name)
        assert not start(panel) and "letters, digits" in text(panel, "studyError")

    def test_another_name_is_told_once(self, panel):
        chosen: list[StudyPlace] = []
        panel.placeChosen.connect(chosen.append)
        line = panel.findChild(QLineEdit, "studyNameEdit")
        line.setText("b")
        line.editingFinished.emit()
        line.editingFinished.emit()
        assert chosen == [StudyPlace("b")]

    def test_several_machines_need_an_address(self, panel):
        storage = panel.findChild(QLineEdit, "storageEdit")
        assert not storage.isVisible()
        button(panel, "sharedButton").click()
        assert storage.isVisible() and not start(panel)
        assert "postgresql://" in text(panel, "studyError")
        storage.setText("postgresql://me@server/studies")
        assert panel.settings.place == StudyPlace("a", "postgresql://me@server/studies")
        assert start(panel)

    def test_a_password_is_not_shown_once_it_is_typed(self, panel):
        button(panel, "sharedButton").click()
        storage, place = panel.findChild(QLineEdit, "storageEdit"), StudyPlace("a", ADDRESS)
        storage.setText(ADDRESS)
        for _ in range(2):
            storage.editingFinished.emit()
            assert storage.text() == "postgresql://me:***@server/studies"
            assert panel.settings.place == place
        storage.setText("postgresql://me:***@other/studies")  # edited: it is what it says
        assert panel.settings.place.storage == "postgresql://me:***@other/studies"

    def test_a_study_that_exists_brings_its_ranges(self, panel):
        panel.show_board(board((trial(0, 5.0),)))
        panel.set_known(study())
        assert panel.form.ranges() == RANGES and not panel.form.isEnabled()
        assert panel.settings.epochs.value() == 2 and not panel.settings.epochs.isEnabled()
        assert panel.settings.trials.value() == 30 and panel.settings.trials.isEnabled()
        assert (
            text(panel, "searchGoesOn") == "This study has 1 of 30 trials. Start goes on with it."
        )
        panel.settings.trials.setValue(1)
        assert "all its 1 trials" in text(panel, "searchGoesOn")
        assert not button(panel, "searchStartButton").isEnabled()
        panel.set_known(None)
        assert panel.form.isEnabled() and button(panel, "searchStartButton").isEnabled()


class TestProgress:
    def test_it_says_how_far_it_is_and_what_is_best(self, panel):
        panel.settings.trials.setValue(30)
        panel.set_running(True)
        assert text(panel, "searchStateText") == "Loading the engine …"
        found = board((trial(0, 3.21), trial(1, 4.0)))
        under_way = UnderWay(number=2, settings={"hidden": 9}, epoch=1, score=7.0, perplexity=7.0)
        found.take(UnderWayMessage(ended=2, trials=(under_way,)))
        panel.show_board(found)
        assert text(panel, "searchStateText") == "Trial 3 of 30 · best perplexity 3.21"
        assert text(panel, "searchBest") == (
            "Hidden units 16 · Optimizer Adam · Learning rate 0.00100"
        )
        bar = panel.findChild(QProgressBar, "searchProgressBar")
        assert bar.isVisible() and (bar.value(), bar.maximum()) == (2, 30)

    def test_start_becomes_stop(self, panel):
        stopped: list[bool] = []
        panel.stopWished.connect(lambda: stopped.append(True))
        panel.set_running(True)
        assert button(panel, "searchStartButton").text() == "Stop the search"
        assert not panel.form.isEnabled() and not start(panel) and stopped
        panel.set_running(True, stopping=True)
        assert not button(panel, "searchStartButton").isEnabled()
        panel.set_running(False)
        assert start(panel)

    def test_what_can_be_used_is_offered_when_it_is_there(self, panel):
        assert not button(panel, "useBestButton").isVisible()
        panel.show_board(board((trial(0, 3.0, "pruned"),)))
        assert not button(panel, "useBestButton").isVisible()
        assert button(panel, "searchPictureButton").isVisible()
        panel.show_board(board((trial(0, 3.0),)))
        assert button(panel, "useBestButton").isVisible()

    def test_nothing_is_cut_off_in_either_language(self, panel, qapp, language):
        panel.show_board(board((trial(0, 3.0),)))
        panel.set_known(study())
        for choice in ("en", "zh_CN"):
            language.set_choice(choice)
            qapp.processEvents()
            assert panel.form.minimumSizeHint().width() <= 272, choice
            assert panel.settings.minimumSizeHint().width() <= 272, choice
            for name in ("searchStartButton", "useBestButton", "searchPictureButton"):
                one = button(panel, name)
                assert one.width() >= one.minimumSizeHint().width(), (choice, name)


class TestWithoutOptuna:
    def test_there_is_one_sentence_and_no_start(self, theme, qtbot, language, monkeypatch):
        installed = [False]
        monkeypatch.setattr(panel_module, "find_spec", lambda _: object() if installed[0] else None)
        panel = SearchPanel(theme)
        qtbot.addWidget(panel)
        panel.set_experiment(QUICK)
        panel.settings.set_name("a")
        panel.show()
        assert text(panel, "searchIntro") == (
            'The search needs Optuna, which is installed with pip install "lstm-gui[search]".'
        )
        assert not button(panel, "searchStartButton").isEnabled() and not panel.form.isEnabled()
        panel.hide()
        installed[0] = True
        panel.show()
        assert button(panel, "searchStartButton").isEnabled() and start(panel)
