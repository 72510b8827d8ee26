"""What a person wants to be told, and whether it has been."""

from __future__ import annotations

from dataclasses import dataclass

from lstm_gui.core.figures import compact, significant, thousands
from lstm_gui.core.messages import EpochDone
from lstm_gui.core.sentences import Sentence, say
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["Goals", "OpenGoals", "Reached"]


@dataclass(frozen=True, slots=True)
class Goals:
    """What a person wants to be told: a perplexity reached, and that nothing moves any more."""

    perplexity_below: float | None = None
    stop_when_flat: bool = False


@dataclass(frozen=True, slots=True)
class Reached:
    """A goal is reached; `stop` asks for training to be stopped."""

    sentence: Sentence
    stop: bool


class OpenGoals:
    """Goals of which each is told once."""

    def __init__(self, goals: Goals) -> None:
        self._below, self._flat = goals.perplexity_below, goals.stop_when_flat

    def epoch(self, event: EpochDone) -> Reached | None:
        """Take a finished epoch."""
        goal = self._below
        if goal is None or not event.perplexity < goal:
            return None
        self._below = None
        text = QT_TRANSLATE_NOOP(
            "Steering", "Perplexity {perplexity} in epoch {epoch}: the goal was below {goal}."
        )
        values = {
            "perplexity": significant(event.perplexity),
            "epoch": thousands(event.epoch),
            "goal": compact(goal),
        }
        return Reached(say(text, **values), stop=False)

    def flat(self) -> Reached | None:
        """Take that the perplexity has become flat."""
        if not self._flat:
            return None
        self._flat = False
        text = QT_TRANSLATE_NOOP("Steering", "The perplexity is flat: training was stopped.")
        return Reached(say(text), stop=True)
