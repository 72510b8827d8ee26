"""Numbers are read as a person means them, whatever the language; what is ambiguous is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.numbers import (
    ENGLISH,
    Marks,
    brief,
    compact,
    english_figures,
    read_number,
    significant,
    thousands,
    use_marks,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.001", 0.001),
        ("0,001", 0.001),
        ("0,005", 0.005),
        ("-0,001", -0.001),
        ("1,5", 1.5),
        ("0,8", 0.8),
        ("1,25", 1.25),
        ("1,2345", 1.2345),
        (",5", 0.5),
        (".5", 0.5),
        ("5.", 5),
        ("10,000", 10_000),
        ("10000", 10_000),
        ("1,234,567", 1_234_567),
        ("1.234.567", 1_234_567),
        ("1.000,5", 1000.5),
        ("1,000.5", 1000.5),
        ("1 000", 1000),
        ("1\u202f000,5", 1000.5),
        ("1'000", 1000),
        ("1.000", 1),
        ("０．００１", 0.001),
        ("０，００１", 0.001),
        ("0。001", 0.001),
        ("１０，０００", 10_000),
        ("١٠٫٥", 10.5),
        (" 1e-05 ", 1e-5),
        ("1,5E3", 1500),
        ("−3", -3),
        ("+3", 3),
        ("003", 3),
    ],
)
def test_numbers_of_all_languages(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "nan", "inf", "1,,5", "1,00,0", "1.00.000", "0 001", "1 00", "0,001,000", "1e",
     "1,5,6", "10²", "½", "1_000", "0x10", "--1", "1 000 00", ".", ",", "1.5.6", "12,34,567.8"],
)  # fmt: skip
def test_what_is_no_number(text: str) -> None:
    assert read_number(text) is None


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(-1e12, 1e12)))
def test_what_the_program_writes_it_reads(value: float) -> None:
    assert read_number(compact(value)) == value
    if isinstance(value, int):
        assert read_number(thousands(value)) == value


@given(st.text(max_size=12))
def test_no_text_is_an_exception(text: str) -> None:
    read_number(text)


MARKS = {
    "en": ENGLISH,
    "de": Marks(",", "."),
    "fr": Marks(",", "\u202f"),
    "de_CH": Marks(".", "’"),
}


@pytest.fixture(params=MARKS)
def marks(request: pytest.FixtureRequest) -> Iterator[Marks]:
    """The marks of a language in use."""
    use_marks(MARKS[request.param])
    yield MARKS[request.param]
    use_marks(ENGLISH)


@pytest.mark.parametrize("value", [0.001, 0.8, 1.5, 1.234, 999.5, 1000, 1500.25, 1_234_567, 1e-5])
def test_each_language_reads_what_it_writes(marks: Marks, value: float) -> None:
    assert read_number(compact(value)) == value
    assert read_number(brief(value)) == pytest.approx(value, rel=1e-3)
    if isinstance(value, int):
        assert read_number(thousands(value)) == value
    assert read_number(significant(value, 9)) == value


def test_marks_are_written(marks: Marks) -> None:
    assert compact(1500.25) == f"1{marks.group}500{marks.decimal}25"
    assert significant(14.23) == f"14{marks.decimal}2"
    assert thousands(23_456) == f"23{marks.group}456"
    assert english_figures(1027.3, 5) == "1,027.3"


def test_three_digits_behind_a_mark(marks: Marks) -> None:
    """They are thousands unless the mark is the language's own decimal mark."""
    assert read_number("1.500") == (1.5 if marks.decimal == "." else 1500)
    assert read_number("1,500") == (1.5 if marks.decimal == "," else 1500)
