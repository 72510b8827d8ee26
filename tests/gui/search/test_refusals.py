"""Refusals in the window: fields where the command line has flags, in both languages."""

from __future__ import annotations

import pytest

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.i18n import FieldName
from lstm_gui.core.search.messages import RefusalMessage, read_event
from lstm_gui.core.search.plan import (
    RANGE_OPTION,
    STORAGE_OPTION,
    STUDY_OPTION,
    Plan,
    parse_ranges,
    require_same,
)
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed
from lstm_gui.gui.search.words import refusal_text

PLAN = Plan(experiment=Experiment(), ranges=parse_ranges(["lr=1:2"]), source="zh", digest="0")


def refused(error: PlaygroundError) -> str:
    """Return what the window says when a process has told an error in a line."""
    told = read_event(RefusalMessage.of(error).model_dump_json())
    assert isinstance(told, RefusalMessage)
    assert told.template.format(**told.values) == str(error)
    return refusal_text(told)


def differing(path: str, value: object) -> PlaygroundError:
    mine = PLAN.model_copy(update={"experiment": changed(Experiment(), path, value)})
    with pytest.raises(PlaygroundError) as caught:
        require_same(mine, PLAN, "a")
    return caught.value


def test_a_setting_is_called_as_its_field(language):
    error = differing("train.optimizer", "adam")
    assert str(error).startswith("The study a has --optimizer sgd, not adam.")
    said = refused(error)
    assert said == (
        "The study a has “Optimizer” SGD, not Adam. Leave that out to take part in it, or begin "
        "another with “Study”."
    )
    language.set_choice("zh_CN")
    said = refused(error)
    assert "“优化算法”" in said and "“研究”" in said and "--" not in said


def test_a_share_is_told_in_percent_and_its_field_by_name(language):
    held_out = differing("corpus.held_out", 0.1)
    assert "--held-out 0.0, not 0.1" in str(held_out)
    assert "“Held out” 0 %, not 10 %" in refused(held_out)
    mine = PLAN.model_copy(
        update={
            "experiment": changed(Experiment(), "corpus.held_out", 0.1),
            "measure": "held_out",
        }
    )
    with pytest.raises(PlaygroundError, match="with 10 % held out it would") as caught:
        require_same(mine, PLAN, "a")
    assert "Leave --held-out out, or begin another with --study." in str(caught.value)
    assert "Leave “Held out” out, or begin another with “Study”." in refused(caught.value)


def test_ranges_are_told_by_name(language):
    theirs = PLAN.model_copy(update={"ranges": parse_ranges(["hidden=4:9", "optimizer=sgd,adam"])})
    with pytest.raises(PlaygroundError, match="hidden 4 … 9") as caught:
        require_same(PLAN, theirs, "a")
    assert "Optimizer sgd | adam" in refused(caught.value)
    assert "Hidden units 4 … 9" in refused(caught.value)


def test_what_a_setting_must_be_names_it(language):
    with pytest.raises(PlaygroundError, match=r"^Must be between 1 and") as caught:
        changed(Experiment(), "train.batch_size", 0)
    assert refused(caught.value).startswith("Batch size: Must be between 1 and ")


@pytest.mark.parametrize(
    "name",
    [STUDY_OPTION, STORAGE_OPTION, RANGE_OPTION, *(FieldName(k, KNOBS[k].flag) for k in KNOBS)],
    ids=str,
)
def test_no_flag_of_a_field_is_left(language, name):
    error = PlaygroundError("Leave out {option}.", option=name)
    assert str(error) == f"Leave out {name.flag}."
    assert "--" not in refused(error) and "“" in refused(error)


def test_what_is_no_field_stays(language):
    assert refused(PlaygroundError("See --help, {path}.", path="a--study")) == (
        "See --help, a--study."
    )
