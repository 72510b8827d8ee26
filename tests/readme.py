"""What README and its Chinese page have from the code: the tables of settings and of faults.

`python -m tests.readme` writes it into both.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from functools import cache
from pathlib import Path

from lstm_gui.core.files import resource
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.settings.presets import DEFAULT_PRESET, PRESETS
from tests.faults import faults_table

README = Path(__file__).resolve().parents[1] / "README.md"
CHINESE = README.parent / "resources" / "README.zh.md"
PLACES = {name: f"<!-- {name}: python -m tests.readme -->\n" for name in ("settings", "faults")}

HEADS = {
    README: "| setting | flag | range | book | quick | live |",
    CHINESE: "| 设置 | 选项 | 范围 | 书中 | 快速 | 立即生效 |",
}
YES, TEXT = {README: "yes", CHINESE: "是"}, {README: "text", CHINESE: "文本"}


def settings_table(page: Path = README) -> str:
    """Return the table of settings of a page, made from the knobs."""
    label = chinese if page == CHINESE else str
    rows = [HEADS[page], "|---|---|---|---|---|---|"]
    for knob in KNOBS.values():
        book, quick = (_value(PRESETS[name].experiment, knob.path) for name in _PRESETS)
        live = YES[page] if knob.live else ""
        span = _range(knob, TEXT[page])
        rows.append(f"| {label(knob.label)} | `{knob.flag}` | {span} | {book} | {quick} | {live} |")
    return "\n".join(rows) + "\n"


def chinese(label: str) -> str:
    """Return what the window calls a setting in Chinese."""
    return _chinese_labels()[label]


@cache
def _chinese_labels() -> dict[str, str]:
    root = ElementTree.parse(resource("i18n", "lstm_gui_zh_CN.ts")).getroot()
    (knobs,) = (one for one in root.iter("context") if one.findtext("name") == "Knobs")
    messages = knobs.iter("message")
    return {one.findtext("source", ""): one.findtext("translation", "") for one in messages}


_PRESETS = ("book-lstm", DEFAULT_PRESET)


def _range(knob, text: str) -> str:
    if knob.choices:
        return ", ".join(choice.value for choice in knob.choices)
    if knob.low is None:
        return text
    return f"{knob.low:g} … {knob.high:,.0f}" if knob.high >= 1 else f"{knob.low:g} … {knob.high:g}"


def _value(experiment, path: str) -> str:
    section, _, field = path.partition(".")
    value = getattr(getattr(experiment, section), field)
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def updated(text: str, page: Path = README) -> str:
    """Return the text of a page with fresh tables."""
    tables = {"settings": settings_table(page), "faults": faults_table(chinese=page == CHINESE)}
    for name, table in tables.items():
        begin, end = PLACES[name], f"<!-- end of {name} -->"
        head, _, rest = text.partition(begin)
        text = f"{head}{begin}{table}{end}{rest.partition(end)[2]}"
    return text


def commands(text: str | None = None) -> tuple[str, str]:
    """Return the two commands of README: the one that opens the window, and that of the tests."""
    text = README.read_text("utf-8") if text is None else text
    first, second = re.findall(r"^sh resources/start\.sh\b.*$", text, re.MULTILINE)
    return first, second


def differences(english: str, translated: str) -> list[str]:
    """Tell in what a translated page is not in step: sections, commands, pictures, remedies.

    The pictures have the window in the page's own language where there are two. What is meant for
    those who carry on is in English alone, so its sections may be left out.
    """
    parts: dict[str, Callable[[str], object]] = {
        "sections": _sections,
        "commands": lambda text: re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL),
        "pictures": lambda text: list(dict.fromkeys(_pictures(text))),
        "names and remedies": _remedies,
        "links to other projects": lambda text: set(re.findall(r"\(https?://[^)]+\)", text)),
    }
    return [name for name, of in parts.items() if of(english) != of(translated)]


def _sections(text: str) -> list[str]:
    """Return the levels of the headings."""
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+(?= )", text, re.MULTILINE)


def _pictures(text: str) -> list[str]:
    """Return which views are shown, in order, whatever their language and colours."""
    names = re.findall(r"\]\([^)]*pictures/([\w-]+)\.\w+\)", text)
    return [re.sub(r"-(light|dark)-(en|zh)$", "", name) for name in names]


def _remedies(text: str) -> list[list[str]]:
    """Return the code in each row of the tables: flags, packages, names of files."""
    rows = [line for line in text.splitlines() if line.startswith("|") and "`" in line]
    return [sorted(re.findall(r"`[^`]+`", row)) for row in rows]


if __name__ == "__main__":
    for each in (README, CHINESE):
        each.write_text(updated(each.read_text("utf-8"), each), "utf-8")
