"""A character that is not known may be known in another form."""

from __future__ import annotations

import sys

import pytest

from lstm_gui.core.corpus import known_forms
from lstm_gui.core.corpus.known_forms import nearest_forms
from lstm_gui.core.corpus.vocabulary import Vocabulary


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    """Look for OpenCC anew in each test, and in the one after."""

    def forget():
        for name in ("_converted", "_converter"):
            vars(known_forms)[name].cache_clear()

    forget()
    yield
    forget()


def forms(unknown: str, known: str) -> dict[str, str]:
    return nearest_forms(unknown, Vocabulary.of(known))


def test_case_and_width_need_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opencc", None)
    assert forms("Aé，", "a b,") == {"A": "a", "，": ","}
    assert forms(",", "，") == {",": "，"}
    assert forms("們", "们") == {}


def test_traditional_and_simplified_characters_stand_for_each_other() -> None:
    pytest.importorskip("opencc")
    assert forms("們開學囍", "们开学") == {"們": "们", "開": "开", "學": "学"}
    assert forms("们开学", "們開學") == {"们": "們", "开": "開", "学": "學"}
    assert forms("裏", "裡") == {"裏": "裡"}  # by way of the simplified form
