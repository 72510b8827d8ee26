"""The window's language: to install it, to follow it, and to translate sentences of the core."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, Qt, QTranslator
from PySide6.QtGui import QDragEnterEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from lstm_gui.core.errors import TEMPLATE_CONTEXT, PlaygroundError
from lstm_gui.core.files import resource
from lstm_gui.core.i18n import SOURCE_LANGUAGE, Sentence, languages, translation_name
from lstm_gui.core.numbers import ENGLISH, Marks, marked, use_marks

__all__ = [
    "Language",
    "Retranslated",
    "TypedLine",
    "error_sentence",
    "error_text",
    "in_every_language",
    "input_methods",
    "missing_input_method",
    "template_text",
    "translated",
]

# A class can have one Qt class among its bases: a mixin is a widget to the type checker only.
if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object


class Language:
    """Install the translators of one language; widgets hear of a change as LanguageChange."""

    def __init__(self, application: QApplication, choice: str = "system") -> None:
        self._application = application
        self._translators: list[QTranslator] = []
        self.choice = choice
        self.set_choice(choice)

    @property
    def code(self) -> str:
        """The language shown, such as `en` or `zh_CN`."""
        if self.choice != "system":
            return self.choice
        system = QLocale.system().language()
        spoken = (code for code in languages() if QLocale(code).language() == system)
        return next(spoken, SOURCE_LANGUAGE)

    def set_choice(self, choice: str) -> None:
        """Choose a language; everything on the screen changes to it at once."""
        self.choice = choice
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()
        before, locale = QLocale(), self._locale()
        QLocale.setDefault(locale)
        use_marks(_marks_of(locale))
        if self.code != SOURCE_LANGUAGE:
            self._install(str(resource("i18n")), translation_name(self.code))
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(qt, f"qtbase_{self.code}")
        elif before.language() == locale.language() and before != locale:  # no translator tells
            QCoreApplication.sendEvent(self._application, QEvent(QEvent.Type.LanguageChange))

    def _locale(self) -> QLocale:
        """Return how numbers and dates are written: in the system's language, as in its country."""
        locale = QLocale(self.code)
        if self.choice != "system":
            return locale
        return QLocale(locale.language(), locale.script(), QLocale.system().territory())

    def _install(self, folder: str, name: str) -> None:
        translator = QTranslator(self._application)
        if translator.load(name, folder):
            self._application.installTranslator(translator)
            self._translators.append(translator)


def _marks_of(locale: QLocale) -> Marks:
    marks = Marks(locale.decimalPoint(), locale.groupSeparator())
    return marks if marks.decimal in (".", ",") else ENGLISH  # others go with digits of their own


@lru_cache
def _translators() -> tuple[QTranslator, ...]:
    """Return a translator into each language there is but that of the sources."""
    made = []
    for code in languages():
        translator = QTranslator()
        if code != SOURCE_LANGUAGE and translator.load(
            translation_name(code), str(resource("i18n"))
        ):
            made.append(translator)
    return tuple(made)


def in_every_language(context: str, text: str) -> tuple[str, ...]:
    """Return a text of the sources as it is written in every language, whichever is in use."""
    others = (one.translate(context, text) for one in _translators())
    return text, *filter(None, others)


class Retranslated(_Widget):
    """Set a widget's texts anew when the language changes; stands before the widget's class."""

    @abstractmethod
    def retranslate(self) -> None:
        """Set all texts in the language in use."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def input_methods() -> tuple[str, ...]:
    """Return the ways to type Chinese that this Qt brings: ibus, compose."""
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    files = folder.glob("platforminputcontexts/*platforminputcontextplugin*")
    names = (file.name.partition("platforminputcontext")[0] for file in files)
    return tuple(sorted(name.removeprefix("lib") for name in names))


def missing_input_method(environment: Mapping[str, str]) -> str:
    """Return the input method that is asked for and is not there; empty if all is well."""
    wanted = environment.get("QT_IM_MODULES") or environment.get("QT_IM_MODULE") or ""
    names = [name for name in wanted.split(";") if name]
    there = {*input_methods(), "xim", "wayland", "simple", "none"}
    return "" if not names or there.intersection(names) else names[0]


class TypedLine(QLineEdit):
    """A line for a text of any script: Return ends what an input method composes, and no more.

    A text may be dropped on it; a file is left to the window.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether something is being composed."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a text, but no name of a file."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Return to the input method while it composes."""
        if self._composing and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QGuiApplication.inputMethod().commit()
            event.accept()
            return
        super().keyPressEvent(event)


def error_sentence(template: str, values: Mapping[str, object]) -> Sentence:
    """Return what a `PlaygroundError` says, to be shown in any language."""

    def shown(value: object) -> object:
        # A value can be a text of our own, such as the reason that a file is damaged.
        is_text = isinstance(value, str) and value
        return Sentence(str(value), context=TEMPLATE_CONTEXT) if is_text else value

    return Sentence(template, {key: shown(v) for key, v in values.items()}, TEMPLATE_CONTEXT)


def template_text(template: str, values: Mapping[str, object]) -> str:
    """Return a core sentence in the reader's language, its fields filled."""
    return translated(error_sentence(template, values))


def translated(sentence: str | Sentence) -> str:
    """Return a sentence of the core in the reader's language, with those inside it."""
    if isinstance(sentence, str):
        return sentence
    values = {key: _shown(value) for key, value in sentence.values.items()}
    text = QCoreApplication.translate(sentence.context, sentence.template)
    return text.format(**values) if values else text  # a file's name may have braces


class _Count(int):
    """A whole number that a template writes as {count:,}: with the marks in use."""

    def __format__(self, spec: str) -> str:
        return marked(super().__format__(spec))


def _shown(value: object) -> object:
    if isinstance(value, Sentence):
        return translated(value)
    return _Count(value) if type(value) is int else value


def error_text(error: PlaygroundError) -> str:
    """Return what an expected error says, in the reader's language."""
    return template_text(error.template, error.values)
