"""The parts of README that come from the code: the table of settings. `python -m tests.readme`."""

from __future__ import annotations

import re
from pathlib import Path

from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS

README = Path(__file__).resolve().parents[1] / "README.md"
BEGIN, END = "<!-- settings: python -m tests.readme -->\n", "<!-- end of settings -->"


def settings_table() -> str:
    """Return README's table of settings, made from the knobs."""
    rows = ["| setting | flag | range | book | quick | live |", "|---|---|---|---|---|---|"]
    for knob in KNOBS.values():
        book, quick = (_value(PRESETS[name].experiment, knob.path) for name in _PRESETS)
        live = "yes" if knob.live else ""
        rows.append(
            f"| {knob.label} | `{knob.flag}` | {_range(knob)} | {book} | {quick} | {live} |"
        )
    return "\n".join(rows) + "\n"


_PRESETS = ("book-lstm", DEFAULT_PRESET)


def _range(knob) -> str:
    if knob.choices:
        return ", ".join(choice.value for choice in knob.choices)
    if knob.low is None:
        return "text"
    return f"{knob.low:g} … {knob.high:,.0f}" if knob.high >= 1 else f"{knob.low:g} … {knob.high:g}"


def _value(experiment, path: str) -> str:
    section, _, field = path.partition(".")
    value = getattr(getattr(experiment, section), field)
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def updated(text: str) -> str:
    """Return README's text with a fresh table."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{settings_table()}{END}{tail}"


def commands(text: str | None = None) -> tuple[str, str]:
    """Return the two commands of README: the one that opens the window, and that of the tests."""
    text = README.read_text("utf-8") if text is None else text
    first, second = re.findall(r"^sh resources/start\.sh\b.*$", text, re.MULTILINE)
    return first, second


if __name__ == "__main__":
    README.write_text(updated(README.read_text("utf-8")), "utf-8")
