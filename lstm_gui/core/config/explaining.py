"""Why a value cannot be: pydantic's report as a sentence for people."""

from __future__ import annotations

from pydantic import ValidationError

from lstm_gui.core.config.training import MAX_PREFIX, MAX_PREFIXES
from lstm_gui.core.errors import ConfigError
from lstm_gui.core.knobs import Knob, percent_text
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["explained"]


def explained(knob: Knob, value: object, error: ValidationError) -> ConfigError:
    """Say which range or choice `value` leaves, in an error that names the setting of `knob`."""
    path, kind = knob.path, error.errors()[0]["type"]
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "finite_number"):
        return _out_of_range(knob, value)
    if kind == "literal_error":
        names = ", ".join(choice.value for choice in knob.choices)
        template = QT_TRANSLATE_NOOP("Errors", "Must be one of {names}, got {got}.")
        return ConfigError(path, template, names=names, got=value)
    if kind in ("too_long", "string_too_long", "value_error"):
        template = QT_TRANSLATE_NOOP(
            "Errors", "At most {count} prefixes of at most {length} characters each."
        )
        return ConfigError(path, template, count=MAX_PREFIXES, length=MAX_PREFIX)
    if kind in ("int_type", "int_parsing", "int_from_float"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a whole number, got {got}.")
    elif kind in ("float_type", "float_parsing"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a number, got {got}.")
    elif kind == "string_pattern_mismatch":
        template = QT_TRANSLATE_NOOP("Errors", "Must be cpu or gpu:0, gpu:1 and so on, got {got}.")
    else:
        template = QT_TRANSLATE_NOOP("Errors", "Cannot be {got}.")
    return ConfigError(path, template, got=value)


def _out_of_range(knob: Knob, value: object) -> ConfigError:
    if knob.percent and isinstance(value, (int, float)):
        low, high, got = (percent_text(part or 0.0) for part in (knob.low, knob.high, value))
        return ConfigError.out_of_range(knob.path, low, high, got)
    low, high = (_bound(bound) for bound in (knob.low, knob.high))
    return ConfigError.out_of_range(knob.path, low, high, value)


def _bound(value: float | None) -> str:
    if value is None:
        return "∞"
    return f"{value:,.0f}" if abs(value) >= 1 else f"{value:g}"
