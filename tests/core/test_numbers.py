"""Numbers are read as a person means them, whatever the language; what is ambiguous is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lstm_gui.core.numbers import compact, read_number, thousands


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
