"""Errors are sentences with the values that fill them, so that they can be translated."""

from __future__ import annotations

import pytest

from lstm_gui.core import errors
from lstm_gui.core.errors import ConfigError, CorpusError, PlaygroundError, ValueRefusedError


def test_an_error_reads_as_its_sentence_and_keeps_the_parts() -> None:
    error = CorpusError("{file} is empty. Choose another.", file="a.txt")
    assert str(error) == "a.txt is empty. Choose another."
    assert error.template == "{file} is empty. Choose another."
    assert error.values == {"file": "a.txt"}


def test_a_config_error_names_its_field() -> None:
    error = ValueRefusedError.out_of_range("train.epochs", 1, 10, 11)
    assert isinstance(error, ConfigError) and error.field == "train.epochs"
    assert str(error) == "Must be between 1 and 10, got 11."


@pytest.mark.parametrize("name", errors.__all__)
def test_every_error_is_a_playground_error(name: str) -> None:
    assert issubclass(getattr(errors, name), PlaygroundError)


def test_braces_in_values_are_not_filled_again() -> None:
    assert str(CorpusError("{file} is bad.", file="{file}{0}{")) == "{file}{0}{ is bad."
