"""What is typed into the experiment's form, against what the engine uses. No Qt here."""

from __future__ import annotations

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.settings.experiment import (
    KNOBS,
    Experiment,
    changed,
    changed_together,
    fits,
    needs_new_model,
    value_at,
)

__all__ = ["Draft", "differing"]


def differing(one: Experiment, other: Experiment) -> tuple[str, ...]:
    """Return the settings in which two experiments differ, in the order of the form."""
    return tuple(path for path in KNOBS if value_at(one, path) != value_at(other, path))


class Draft:
    """Three experiments: the one typed, the one in use, and the one that was settled last.

    While a model is in training, only live settings are wanted by the engine as they are typed;
    the others wait for a new model.
    """

    def __init__(self) -> None:
        self.applied = self.typed = Experiment()
        self._settled = self.applied  # what was set or sent last
        self._asked: Experiment | None = None  # what a new model was asked for with
        self.running = False

    def begin(self, experiment: Experiment) -> tuple[str, ...]:
        """Take an experiment as typed and in use.

        What was typed since a model was asked for stays typed; return those settings.
        """
        typed, asked = self.typed, self._asked
        differ = () if asked is None else differing(asked, typed)
        if experiment == asked:
            self._asked = None
        self.applied = self._settled = experiment
        try:
            self.typed = self._with(experiment, differ, typed)
        except ConfigError:  # the new model's cell does not allow it
            self.typed, differ = experiment, ()
        return differ

    def note_refused(self) -> None:
        """Note that there will be no model of those that were asked for."""
        self._asked = None

    def change(self, path: str, value: object) -> None:
        """Type one setting.

        Raises:
            ConfigError: It is invalid; the setting goes back to what it was when last settled.
        """
        try:
            self.typed = changed(self.typed, path, value)
        except ConfigError:
            back = value_at(self._settled, path)
            if fits(self.typed, path, back):  # not beside what else is typed by now
                self.typed = changed(self.typed, path, back)
            raise

    @property
    def pending(self) -> tuple[str, ...]:
        """The settings that wait for a new model."""
        return self._changing_the_model if self.running else ()

    def is_applied(self, path: str) -> bool:
        """Tell whether a setting is in use as it is typed."""
        return value_at(self.typed, path) == value_at(self.applied, path)

    def settle(self) -> Experiment | None:
        """Return what the engine is to use now, if that was not sent already."""
        wanted = self._wanted()
        if wanted == self._settled:
            return None
        self._settled = wanted
        return wanted

    def settle_all(self) -> Experiment:
        """Return all that is typed: a new model is made with it."""
        self._settled = self._asked = self.typed
        return self.typed

    def note_settled(self) -> None:
        """Note that what the engine should use now was sent."""
        self._settled = self._wanted()

    def revert(self) -> tuple[str, ...]:
        """Give up what needs a new model; return the settings that went back."""
        paths = self._changing_the_model
        self.typed, self._asked = self._back_to_applied(paths), None
        return paths

    @property
    def _changing_the_model(self) -> tuple[str, ...]:
        return needs_new_model(self.applied, self.typed)

    def _wanted(self) -> Experiment:
        return self._back_to_applied(self.pending)

    def _back_to_applied(self, paths: tuple[str, ...]) -> Experiment:
        return self._with(self.typed, paths, self.applied)

    @staticmethod
    def _with(experiment: Experiment, paths: tuple[str, ...], source: Experiment) -> Experiment:
        return changed_together(experiment, {path: value_at(source, path) for path in paths})
