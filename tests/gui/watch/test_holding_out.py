"""The part held out in the window: its curve, its words, and the way back to the best model."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from lstm_gui.core.training import baselines
from lstm_gui.core.training.baselines import held_out
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.training.progress import EpochDone, HeldOutDone
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.plots.readout import held_out_words


def hold_out(stage, percent: str) -> None:
    stage.find(QLineEdit, "heldOutEdit").setText(percent)
    stage.parts.config.flush()
    stage.until(lambda: stage.session.experiment.corpus.held_out == float(percent) / 100)


def run_epochs(stage, count: int) -> None:
    stage.session.start()
    stage.until(lambda: stage.bridge.run.held_out_at(1e9) is not None)
    stage.until(lambda: stage.bridge.run.held_out_at(1e9)[0] >= count)
    stage.session.pause()
    stage.wait_for(RunState.PAUSED)


def test_nothing_is_said_of_it_by_default(stage):
    assert stage.find(QLineEdit, "heldOutEdit").text() == "0"
    assert stage.find(QLabel, "corpusHeldOut").isHidden()
    assert stage.bridge.run.held_out_at(1e9) is None


def test_it_has_a_curve_words_and_a_place_on_the_card(stage):
    hold_out(stage, "10")
    card = stage.find(QLabel, "corpusHeldOut")
    assert not card.isHidden()
    assert "held out: the last" in card.text()
    run_epochs(stage, 2)
    size = len(stage.session.used.vocabulary)
    epoch, perplexity = stage.bridge.run.held_out_at(2)
    assert (epoch, perplexity) == (2.0, pytest.approx(size))
    assert "held-out perplexity 1,361" in stage.find(QLabel, "statusLabel").text()
    stage.parts.plot.reader.set_cursor(2.0)
    assert "held out 1,361.0" in stage.parts.plot.reading()
    assert stage.find(QLineEdit, "heldOutEdit").text() == "10"


def test_the_baselines_say_which_text_they_are_of(stage):
    stage.until(lambda: stage.parts.plot._names.baselines is not None)
    caption = stage.parts.plot.curves.baselines._caption
    assert caption.text() == ""
    whole = stage.parts.plot._names.baselines
    hold_out(stage, "20")
    stage.until(lambda: stage.parts.plot._names.baselines not in (None, whole))
    assert caption.text() == "training text"
    stage.until(caption.isVisible)
    assert stage.parts.plot._names.baselines.uniform == whole.uniform  # the same vocabulary
    assert stage.parts.plot._names.baselines.unigram != whole.unigram
    corpus, experiment = stage.session.used, stage.session.experiment
    trained = training_length(corpus, experiment.corpus.held_out)
    wanted = held_out(corpus.ids[:trained], corpus.ids[trained:], len(corpus.vocabulary))
    levels = 10**stage.parts.plot.curves.baselines.levels
    assert all(np.isclose(levels, value).any() for value in astuple(wanted))


def test_a_share_that_is_too_small_is_one_sentence_and_the_model_stays(stage):
    before = stage.session.experiment
    stage.find(QLineEdit, "heldOutEdit").setText("0.1")
    stage.parts.config.flush()
    stage.until(lambda: len(stage.parts.notices.notices) > 0)
    assert "Hold out more" in stage.parts.notices.notices[0].text
    assert stage.session.experiment == before
    assert stage.session.state is RunState.READY


def test_a_share_out_of_range_is_said_in_percent(stage):
    stage.find(QLineEdit, "heldOutEdit").setText("60")
    stage.parts.config.flush()
    said = stage.find(QLabel, "heldOutEditError").text()
    assert "between 0 % and 50 %, got 60 %" in said


def test_undo_cuts_the_curve_and_redo_gives_it_back(stage):
    hold_out(stage, "10")
    run_epochs(stage, 1)
    before = stage.bridge.run.held_out_at(1e9)
    read = [before]
    stage.bridge.run.heldOutAdded.connect(lambda one: read.append((one.epoch, one.perplexity)))
    stage.find(QLineEdit, "learningRateEdit").setText("0.5")
    stage.parts.config.flush()
    undo, redo = (stage.parts.actions.by_name[name] for name in ("undo", "redo"))
    stage.until(undo.isEnabled)
    run_epochs(stage, before[0] + 2)
    undo.trigger()
    stage.until(redo.isEnabled)
    after = max(read)  # one may have been under way when the run was paused
    cut = stage.bridge.run.held_out_at(1e9)  # a reading may have been under way at the change
    assert before[0] <= cut[0] < before[0] + 2 <= after[0]
    redo.trigger()
    stage.until(lambda: not redo.isEnabled())
    assert stage.bridge.run.held_out_at(1e9) == after


def test_overfitting_offers_the_way_back(stage):
    hold_out(stage, "10")
    run_epochs(stage, 2)
    watchman = stage.window.watching.watchman
    for epoch, held in enumerate((200, 210, 230, 260, 320, 380), start=3):
        watchman.add_epochs([EpochDone(1, epoch, 150 - 20 * epoch + 60, 0.1)])
        watchman.add_held_out(HeldOutDone(1, epoch, held, 0.1))
    stage.until(lambda: any(n.key == "watch:overfitting" for n in stage.parts.notices.notices))
    stage.parts.notices.actionTriggered.emit("watch:overfitting")
    undo = stage.parts.actions.by_name["undo"]
    stage.until(undo.isEnabled)
    assert "watch: back to epoch 1, the best on held-out text" in undo.toolTip()
    assert stage.session.state is RunState.PAUSED
    assert stage.bridge.run.held_out_at(1e9)[0] == 1.0


def test_what_was_read_at_another_epoch_says_so():
    assert held_out_words(12.0, (12.0, 30.5)) == ["held out 30.50"]
    assert held_out_words(12.0, (11.0, 30.5)) == ["held out 30.50 at epoch 11"]
    assert held_out_words(12.0, None) == []


def test_the_card_tells_what_the_baselines_of_a_long_text_leave_out(stage, monkeypatch):
    remarks = stage.find(QLabel, "corpusRemarks")
    assert "baselines" not in remarks.text()
    monkeypatch.setattr(baselines, "MOST_READ", 10)
    hold_out(stage, "20")
    stage.until(lambda: "tried on the first 10 held out" in remarks.text())
