"""Every text of the window is in Chinese, complete and up to date, and shows at run time.

When one of these fails after a change of texts: run `python tests/translations.py`, translate what
it lists in resources/i18n/lstm_gui_zh_CN.ts, remove `type="unfinished"` there, and run it again.
"""

from __future__ import annotations

import ast
import re
import shutil
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from lstm_gui.core.errors import ConfigError, CorpusError
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.worker.states import RunState
from lstm_gui.gui.forms.config_panel import ConfigPanel
from lstm_gui.gui.widgets.formats import duration
from lstm_gui.gui.widgets.theme import Theme
from lstm_gui.gui.widgets.translation import Language, error_text
from lstm_gui.gui.window.action_table import ACTIONS, MENUS, SUBMENUS
from lstm_gui.gui.window.run_bar import BUTTONS, STEPS, RunBar
from tests.translations import PACKAGE, QM, TS, Message, messages, release, sources, update

HOW = "run `python tests/translations.py`, translate what it lists in {file}, run it again"
FIX = HOW.format(file=TS.name)

SAME_IN_CHINESE = frozenset(
    {
        "&English",
        "Adam",
        "GRU",
        "LSTM",
        "RNN (tanh)",
        "SGD",
        "{setting} {old} → {new}",
        "{some} and {last}",
    }
)
"""Sources whose translation has no Chinese character."""

HAN = "\u4e00-\u9fff"
MARKED = frozenset({"tr", "translate", "QT_TRANSLATE_NOOP"})


@pytest.fixture(scope="module")
def done() -> list[Message]:
    """The messages of the committed .ts file."""
    return messages()


@pytest.fixture(scope="module")
def finished(done: list[Message]) -> list[Message]:
    """Those of them that are translated."""
    return [message for message in done if message.translation]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """The messages of the sources as they are now, with the translations they have."""
    copy = tmp_path_factory.mktemp("i18n") / TS.name
    shutil.copyfile(TS, copy)
    update(copy)
    return messages(copy)


def complain(problems: list[str], advice: str) -> None:
    assert not problems, "\n".join([*problems, f"To fix: {advice}."])


def test_every_text_of_the_sources_is_there(done: list[Message], fresh: list[Message]) -> None:
    missing = {message.key for message in fresh} - {message.key for message in done}
    complain([f"missing: {context}: {text}" for context, text in sorted(missing)], FIX)


def test_no_text_is_left_that_the_sources_do_not_have(
    done: list[Message], fresh: list[Message]
) -> None:
    obsolete = {message.key for message in done} - {message.key for message in fresh}
    complain([f"obsolete: {context}: {text}" for context, text in sorted(obsolete)], FIX)


def test_every_text_is_translated(done: list[Message]) -> None:
    problems = [
        f"{message.state or 'empty'}: {message.context}: {message.source}"
        for message in done
        if message.state or not message.translation
    ]
    complain(problems, FIX)


def test_placeholders_agree(finished: list[Message]) -> None:
    problems = [
        f"{message.context}: {message.source} → {message.translation}"
        for message in finished
        if placeholders(message.source) != placeholders(message.translation)
    ]
    complain(problems, "keep every {name}, %n, %1 and mnemonic")


def placeholders(text: str) -> Counter[str]:
    """Count the fields and mnemonics of a text; a mnemonic may be another letter."""
    return Counter(re.findall(r"\{\w*\}|%n|%L?\d|&", text.replace("&&", "")))


def test_it_is_chinese(finished: list[Message]) -> None:
    problems = [
        f"{message.context}: {message.source} → {message.translation}"
        for message in finished
        if re.search(r"[A-Za-z]{2}", re.sub(r"\{\w*\}", "", message.source))
        and not re.search(f"[{HAN}]", message.translation)
        and message.source not in SAME_IN_CHINESE
    ]
    complain(problems, "translate it, or add it to SAME_IN_CHINESE here")
    unused = SAME_IN_CHINESE - {message.source for message in finished}
    complain(sorted(unused), "take it out of SAME_IN_CHINESE here")


@pytest.mark.parametrize(
    ("pattern", "advice"),
    [
        (f"[{HAN}][,.;:!?]", "use the full-width sign after a Chinese character"),
        (
            f"[{HAN}][A-Za-z0-9{{]|[A-Za-z0-9}}][{HAN}]",
            "put a space between Chinese and Latin letters, digits and fields",
        ),
        (
            r"[！]|[，。；：、？（）“”] (?!·)|(?<!·) [，。；：、？（）“”]",
            "no exclamation mark or space there",
        ),
    ],
)
def test_it_is_set_as_chinese_is(finished: list[Message], pattern: str, advice: str) -> None:
    wrong = re.compile(pattern)
    problems = [
        f"{message.context}: {message.translation}"
        for message in finished
        if wrong.search(message.translation)
    ]
    complain(problems, advice)


def test_it_ends_as_the_source_does(finished: list[Message]) -> None:
    ends = {".": "。", "…": "…"}
    problems = [
        f"{message.context}: {message.source} → {message.translation}"
        for message in finished
        if ends.get(message.source[-1:], "") != ending(message.translation, tuple(ends.values()))
    ]
    complain(problems, "a sentence ends with 。 and a menu entry with … where the source does")


def ending(text: str, signs: tuple[str, ...]) -> str:
    return text[-1:] if text.endswith(signs) else ""


def test_each_mnemonic_opens_one_entry_of_its_menu(finished: list[Message]) -> None:
    chinese = {m.source: m.translation for m in finished if m.context == "Actions"}
    menus: dict[str, list[str]] = {"bar": [], "file": [], "view": []}
    for key, text in MENUS.items():
        menus[SUBMENUS.get(key, "bar")].append(text)
    for spec in ACTIONS:
        if not spec.text.removesuffix(" %").isdigit():
            menus.setdefault(spec.menu, []).append(spec.text)
    problems = []
    for menu, texts in menus.items():
        letters = {text: re.findall(r"\(&([A-Z])\)…?$", chinese.get(text, "")) for text in texts}
        problems += [f"{text}: no (&X)" for text, found in letters.items() if not found]
        count = Counter(letter for found in letters.values() for letter in found)
        problems += [f"{menu}: &{letter} twice" for letter, times in count.items() if times > 1]
    complain(problems, "write 文件(&F), with a letter of its own in each menu")


# What lupdate cannot see


def marked_calls(path: Path) -> Iterator[tuple[str, ast.Call, str]]:
    """Yield the name, the call and the class around every call that marks a text."""

    def visit(node: ast.AST, around: str) -> Iterator[tuple[str, ast.Call, str]]:
        if isinstance(node, ast.ClassDef):
            around = node.name
        if isinstance(node, ast.Call):
            function = node.func
            name = getattr(function, "attr", None) or getattr(function, "id", "")
            owner = getattr(getattr(function, "value", None), "id", "")
            # A painter has a translate(x, y), too.
            if name in MARKED and (name != "translate" or owner == "QCoreApplication"):
                yield name, node, around
        for child in ast.iter_child_nodes(node):
            yield from visit(child, around)

    yield from visit(ast.parse(path.read_text(encoding="utf-8")), "")


def test_only_plain_texts_are_marked() -> None:
    problems = []
    for path in sources():
        for name, call, _ in marked_calls(path):
            place = f"{path.relative_to(PACKAGE.parent)}:{call.lineno}"
            words = call.args[:2] if name == "tr" else call.args  # behind them may be a number
            built = [
                argument
                for argument in words
                if any(isinstance(part, ast.JoinedStr | ast.BinOp) for part in ast.walk(argument))
                or isinstance(argument, ast.Call)
            ]
            plain = [isinstance(argument, ast.Constant) for argument in words]
            # Of a translate() with a text in a variable, the text is marked where it is written.
            must_be_plain = name != "translate" or plain[1]
            if built or (must_be_plain and not all(plain)):
                problems.append(f"{place}: {ast.unparse(call)}")
    advice = 'write context and text themselves, and fill it afterwards: tr("… {n}").format(n=n)'
    complain(problems, advice)


def test_a_text_with_a_number_has_the_forms_of_its_language() -> None:
    numbered = {
        (around, call.args[0].value)
        for path in sources()
        for name, call, around in marked_calls(path)
        if name == "tr" and len(call.args) == 3 and isinstance(call.args[0], ast.Constant)
    }
    forms = {
        (context.findtext("name"), message.findtext("source"))
        for context in ElementTree.parse(TS).getroot().iter("context")
        for message in context.iter("message")
        if message.find("translation/numerusform") is not None
    }
    assert len(numbered) > 20 and numbered == forms


def test_lupdate_has_found_every_plain_text(done: list[Message]) -> None:
    known = {message.key for message in done}
    problems = []
    for path in sources():
        for name, call, around in marked_calls(path):
            texts = [part.value for part in call.args if isinstance(part, ast.Constant)]
            key = (around, texts[0]) if name == "tr" and texts else tuple(texts[:2])
            if len(key) == 2 and key not in known:
                problems.append(f"{path.relative_to(PACKAGE.parent)}:{call.lineno}: {key}")
    complain(problems, FIX)


# The file that the window loads


def test_the_committed_qm_is_what_the_ts_gives(done: list[Message], tmp_path: Path) -> None:
    release(TS, tmp_path / QM.name)
    committed, made = QTranslator(), QTranslator()
    assert committed.load(str(QM)), f"{QM} is missing or damaged; {FIX}"
    assert made.load(str(tmp_path / QM.name))
    problems = [
        f"{message.context}: {message.source}"
        for message in done
        if committed.translate(*message.key) != made.translate(*message.key)
        or made.translate(*message.key) != message.translation
    ]
    complain(problems, "run `python tests/translations.py`")


# At run time


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[Language]:
    language = Language(qapp, "zh_CN")
    yield language
    language.set_choice("en")


@pytest.fixture
def english_theme(qapp: QApplication) -> Iterator[Theme]:
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()


def labels(widget: QWidget) -> set[str]:
    return {label.text() for label in widget.findChildren(QLabel)}


def run_bar(qtbot: QtBot, theme: Theme) -> RunBar:
    bar = RunBar(theme, {name: QAction(name) for name in (*BUTTONS, *STEPS)})
    qtbot.addWidget(bar)
    return bar


def test_the_run_bar_is_chinese(chinese: Language, english_theme: Theme, qtbot: QtBot) -> None:
    bar = run_bar(qtbot, english_theme)
    assert bar.windowTitle() == "运行"
    assert {"预设", "设备"} <= labels(bar)
    presets = bar.findChild(QComboBox, "presetCombo")
    assert presets.itemText(0) == "书中的 LSTM"
    bar.set_state(RunState.RUNNING)
    bar.set_progress(40, 160, 65.3)
    headline = bar.findChild(QLabel, "headlineLabel").text()
    assert "困惑度" in headline
    assert "迭代周期" in headline


def test_the_settings_are_chinese(chinese: Language, english_theme: Theme, qtbot: QtBot) -> None:
    panel = ConfigPanel(english_theme, QWidget())
    qtbot.addWidget(panel)
    assert {"学习率", "裁剪阈值 θ", "批量大小", "训练"} <= labels(panel)
    assert panel.findChild(QCheckBox, "maxCharsAllCheck").text() == "全部"
    rate = panel.findChild(QLineEdit, "learningRateEdit")
    assert rate.accessibleName() == "学习率"
    # The text is of KnobEditor, the widget a NumberEditor: tr() looks in the bases too.
    assert "取值范围：" in rate.toolTip()
    sampling = panel.findChild(QComboBox, "samplingCombo")
    assert [sampling.itemText(index) for index in range(2)] == ["相邻采样", "随机采样"]


def test_a_window_changes_with_the_language(
    chinese: Language, english_theme: Theme, qtbot: QtBot
) -> None:
    bar = run_bar(qtbot, english_theme)
    chinese.set_choice("en")
    QApplication.processEvents()
    assert {"Preset", "Context"} <= labels(bar)
    chinese.set_choice("zh_CN")
    QApplication.processEvents()
    assert {"预设", "设备"} <= labels(bar)


def test_errors_are_chinese_with_their_values(chinese: Language) -> None:
    error = CorpusError("{file} is empty. Choose a file with text in it.", file="歌词.txt")
    assert error_text(error) == "歌词.txt 是空的。请选择有文字的文件。"
    with pytest.raises(ConfigError) as caught:
        changed(Experiment(), "train.epochs", 0)
    assert error_text(caught.value) == "须在 1 到 1,000,000 之间，当前值：0。"


def test_times_are_chinese(chinese: Language) -> None:
    assert [duration(seconds) for seconds in (3.24, 125, 3720)] == [
        "3.2 秒",
        "2 分 05 秒",
        "1 小时 02 分",
    ]
