"""Which ways to type Chinese are there, and which one is asked for in vain."""

from __future__ import annotations

import pytest

from lstm_gui.gui.widgets.translation import input_methods, missing_input_method


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, ""),
        ({"QT_IM_MODULE": ""}, ""),
        ({"QT_IM_MODULE": "ibus"}, ""),
        ({"QT_IM_MODULE": "fcitx"}, "fcitx"),
        ({"QT_IM_MODULE": "fcitx5"}, "fcitx5"),
        ({"QT_IM_MODULE": "ibus", "QT_IM_MODULES": "fcitx;scim"}, "fcitx"),
        ({"QT_IM_MODULES": "fcitx;ibus"}, ""),
    ],
)
def test_what_is_asked_for_in_vain(qapp, environment, missing):
    assert "ibus" in input_methods()
    assert missing_input_method(environment) == missing
