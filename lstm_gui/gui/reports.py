"""What the program says about itself: an error, lost preferences, a font that is missing."""

from __future__ import annotations

import traceback
from pathlib import Path

from lstm_gui.core.errors import CorpusError
from lstm_gui.core.sentences import Sentence
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.gui.language import has_chinese_font
from lstm_gui.gui.notices import NoticeBar, explained

__all__ = ["Reports"]

_UNEXPECTED = QT_TRANSLATE_NOOP(
    "Reports", "Something unexpected happened. The details help to report it."
)
_SET_ASIDE = QT_TRANSLATE_NOOP(
    "Reports", "The preferences were damaged and are set aside as {file}."
)
_NO_FONT = QT_TRANSLATE_NOOP(
    "Reports",
    "No font for Chinese is installed, so Chinese characters appear as empty boxes. "
    "Install one (on Debian and Ubuntu: apt install fonts-noto-cjk) and start again.",
)


class Reports:
    """Says it in the bar at the window's top."""

    def __init__(self, notices: NoticeBar) -> None:
        self._notices = notices

    def refused(self, error: CorpusError) -> None:
        """Say why a text could not be used; the one in use stays."""
        text = explained(error.template, error.values)
        self._notices.show_notice(text, "error", key="text")

    def unexpected(self, error: BaseException) -> None:
        """Say that something unexpected happened, with its traceback as details."""
        details = "".join(traceback.format_exception(error))
        text = Sentence(_UNEXPECTED, context="Reports")
        self._notices.show_notice(text, "error", details=details, key="unexpected")

    def preferences_lost(self, place: Path) -> None:
        """Say that damaged preferences were set aside."""
        text = Sentence(_SET_ASIDE, {"file": place.name}, "Reports")
        self._notices.show_notice(text, "warning")

    def missing_font(self) -> None:
        """Say if Chinese characters cannot be shown."""
        if not has_chinese_font():
            text = Sentence(_NO_FONT, context="Reports")
            self._notices.show_notice(text, "warning", key="font")
