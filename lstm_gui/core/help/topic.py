"""What the help says of one thing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Topic", "by_name"]


@dataclass(frozen=True, slots=True)
class Topic:
    """A text of the help; it and the title are translated in the context `Help`.

    Args:
        names: What it is about: object names of docks, widgets and actions, or names of troubles.
        text: What the thing is, and what comes of using it; an empty line begins a paragraph.
        title: What it is called; without one, what the window calls it.
        formula: A line of mathematics with indices as W_{xf} or H_t; it is the same everywhere.
        terms: Words of the glossary that belong to it.
        see: Docks of views in which more of it can be seen, or `memory`.
    """

    names: tuple[str, ...]
    text: str
    title: str = ""
    formula: str = ""
    terms: tuple[str, ...] = ()
    see: tuple[str, ...] = ()


def by_name(topics: Iterable[Topic]) -> dict[str, Topic]:
    """List topics by each of their names."""
    return {name: topic for topic in topics for name in topic.names}
