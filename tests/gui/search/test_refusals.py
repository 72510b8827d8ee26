"""Refusals in the window: fields where the command line has flags, in both languages."""

from __future__ import annotations

import pytest

from lstm_gui.core.search.messages import RefusalMessage
from lstm_gui.core.search.plan import RANGES_DIFFER, SETTING_DIFFERS
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.gui.search.words import refusal_text


def refused(template: str, field: str = "", **values: str) -> str:
    return refusal_text(RefusalMessage(template=template, values=values, field=field))


def test_a_setting_is_called_as_its_field(language):
    said = refused(SETTING_DIFFERS, study="a", flag="--optimizer", theirs="sgd", ours="adam")
    assert said == (
        "The study a has “Optimizer” SGD, not Adam. Leave that out to take part in it, or begin "
        "another with “Study”."
    )
    language.set_choice("zh_CN")
    said = refused(SETTING_DIFFERS, study="a", flag="--optimizer", theirs="sgd", ours="adam")
    assert "“优化算法”" in said and "“研究”" in said and "--" not in said


def test_ranges_are_told_by_name(language):
    said = refused(RANGES_DIFFER, study="a", ranges="hidden 4 … 9, optimizer sgd | adam")
    assert "Hidden units 4 … 9, Optimizer sgd | adam" in said


def test_what_a_setting_must_be_names_it(language):
    said = refused(
        "Must be between {low} and {high}, got {got}.",
        "train.batch_size",
        low="1",
        high="9",
        got="10",
    )
    assert said == "Batch size: Must be between 1 and 9, got 10."


@pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS)
def test_no_flag_of_a_setting_is_left(language, knob):
    assert "--" not in refused("Leave out {flag}.", flag=knob.flag)


def test_what_is_no_field_stays(language):
    assert refused("See --help.") == "See --help."
