"""How a person wants a text file to be read; kept with runs and recent files. No Qt here."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["AS_FOUND", "FileReading"]


class FileReading(BaseModel):
    """The choices that make a text of a file; an empty encoding is found out.

    Without them the same file would be another text.
    `untimed` leaves out the time stamps and tags of lyrics in .lrc, .srt and .vtt.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    encoding: Annotated[str, Field(max_length=100)] = ""
    untimed: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """The flags that read a file so on the command line."""
        encoding = ("--encoding", self.encoding) if self.encoding else ()
        return (*encoding, *(("--untimed",) if self.untimed else ()))


AS_FOUND = FileReading()
"""Nothing is chosen."""
