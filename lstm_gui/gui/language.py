"""The language of the window: English in the source, Chinese from a Qt translation."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from lstm_gui.core.places import resource

__all__ = ["Language", "LanguageChoice", "has_chinese_font"]

LanguageChoice = Literal["system", "en", "zh_CN"]


class Language:
    """Install the translators of one language; widgets hear of a change as LanguageChange."""

    def __init__(self, application: QApplication, choice: LanguageChoice = "system") -> None:
        self._application = application
        self._translators: list[QTranslator] = []
        self.choice: LanguageChoice = choice
        self.set_choice(choice)

    @property
    def code(self) -> str:
        """The language shown: `en` or `zh_CN`."""
        if self.choice != "system":
            return self.choice
        chinese = QLocale.system().language() == QLocale.Language.Chinese
        return "zh_CN" if chinese else "en"

    def set_choice(self, choice: LanguageChoice) -> None:
        """Choose a language; everything on the screen changes to it at once."""
        self.choice = choice
        for translator in self._translators:
            self._application.removeTranslator(translator)
        self._translators.clear()
        QLocale.setDefault(QLocale(self.code))
        if self.code == "zh_CN":
            self._install(str(resource("i18n")), "lstm_gui_zh_CN")
            qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
            self._install(qt, "qtbase_zh_CN")

    def _install(self, folder: str, name: str) -> None:
        translator = QTranslator(self._application)
        if translator.load(name, folder):
            self._application.installTranslator(translator)
            self._translators.append(translator)


def has_chinese_font() -> bool:
    """Tell whether the system can draw simplified Chinese."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
