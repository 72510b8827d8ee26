"""What the core says, in the reader's language; a `PlaygroundError` becomes a sentence here."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.errors import TEMPLATE_CONTEXT, PlaygroundError
from lstm_gui.core.sentences import Sentence

__all__ = ["explain", "explained", "sentence", "told"]


def explained(template: str, values: Mapping[str, object]) -> Sentence:
    """Return what a `PlaygroundError` says, to be told in any language."""

    def shown(value: object) -> object:
        # A value can be a text of our own, such as the reason that a file is damaged.
        is_text = isinstance(value, str) and value
        return Sentence(str(value), context=TEMPLATE_CONTEXT) if is_text else value

    return Sentence(template, {key: shown(v) for key, v in values.items()}, TEMPLATE_CONTEXT)


def sentence(template: str, values: Mapping[str, object]) -> str:
    """Return a core sentence in the reader's language, its fields filled."""
    return told(explained(template, values))


def told(sentence: str | Sentence) -> str:
    """Return a sentence of the core in the reader's language, with those inside it."""
    if isinstance(sentence, str):
        return sentence
    values = {k: told(v) if isinstance(v, Sentence) else v for k, v in sentence.values.items()}
    text = QCoreApplication.translate(sentence.context, sentence.template)
    return text.format(**values) if values else text  # a file's name may have braces


def explain(error: PlaygroundError) -> str:
    """Return what an expected error says, in the reader's language."""
    return sentence(error.template, error.values)
