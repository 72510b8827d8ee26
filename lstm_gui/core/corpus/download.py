"""Fetching one text of the catalogue: the program's only use of the network, and only when asked.

What comes is taken for somebody else's. Only https is spoken, also after a redirect; no byte more
than the size in the catalogue is kept; nothing opens the file before its SHA-256 is right. A
download that was cut off lies beside its place as `.part` and is gone on with.
"""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
import ssl
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage, HTTPResponse
from pathlib import Path
from typing import IO, NoReturn, cast
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from lstm_gui.core.corpus.catalogue import Entry, has_digest
from lstm_gui.core.errors import DownloadError
from lstm_gui.core.files import free_enough
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP

__all__ = ["Download", "Limits"]

_log = logging.getLogger(__name__)

_PIECE = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(\d+)")
_OK, _PARTIAL, _NO_SUCH_RANGE = 200, 206, 416

# ValueError: an address that a server leads to, or a header, which urllib cannot make sense of.
_NETWORK_FAULTS = (
    HTTPException,
    URLError,
    TimeoutError,
    ConnectionError,
    ssl.SSLError,
    ValueError,
)

_CUT = QT_TRANSLATE_NOOP(
    "Errors", "The connection was cut off after {received:,} of {size:,} bytes. Press Resume."
)
_SLOW = QT_TRANSLATE_NOOP(
    "Errors",
    "The server sends too slowly: {received:,} of {size:,} bytes so far. Press Resume, or try "
    "again later.",
)
_SIZE = QT_TRANSLATE_NOOP(
    "Errors",
    "{file} is not the file of the catalogue any more: its size is not {size:,} bytes. Nothing of "
    "it was kept.",
)
_DIGEST = QT_TRANSLATE_NOOP(
    "Errors",
    "{file} is not the file of the catalogue: its SHA-256 is another one. Nothing of it was kept; "
    "try again, or leave it.",
)
_ELSEWHERE = QT_TRANSLATE_NOOP(
    "Errors", "The server leads to an address that is not https ({scheme}), so nothing was fetched."
)
_REFUSED = QT_TRANSLATE_NOOP(
    "Errors", "The server answers {status} instead of sending {file}. Try again later."
)
_UNREACHABLE = QT_TRANSLATE_NOOP(
    "Errors", "{host} cannot be reached ({reason}). Check the connection and try again."
)
_NO_ROOM = QT_TRANSLATE_NOOP(
    "Errors", "There is no room for {file} on the disk. Free some space and try again."
)
_NOT_WRITTEN = QT_TRANSLATE_NOOP(
    "Errors", "{file} cannot be written in {folder} ({reason}). Check the folder and try again."
)
_TWICE = QT_TRANSLATE_NOOP("Errors", "{file} is being fetched already, perhaps by another window.")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a server may take: for a read, in seconds, and for all, at a rate in bytes/s."""

    read: float = 10.0
    grace: float = 30.0
    rate: float = 4096.0

    def all(self, size: int) -> float:
        """Return how many seconds so many bytes may take altogether."""
        return self.grace + size / self.rate


def _is_https(address: str) -> bool:
    return urlsplit(address).scheme == "https"


class _Redirects(HTTPRedirectHandler):
    max_redirections = 5

    def __init__(self, allowed: Callable[[str], bool]) -> None:
        self._allowed = allowed

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        if not self._allowed(newurl):
            raise DownloadError(_ELSEWHERE, scheme=urlsplit(newurl).scheme or "?")
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage
    ) -> HTTPResponse | None:
        # Looked at before urllib does, which has words of its own for a file:// address.
        target = headers.get("location") or headers.get("uri") or ""
        scheme = urlsplit(target).scheme
        if scheme and not self._allowed(target):
            raise DownloadError(_ELSEWHERE, scheme=scheme)
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class Download:
    """Fetches one text; another thread may read `received` and call `cancel` meanwhile.

    Args:
        entry: What to fetch.
        folder: Where it goes, under the name that the catalogue gives it.
        limits: How slow a server may be.
        allowed: Tells whether an address may be asked; tests let their own server through.
    """

    def __init__(
        self,
        entry: Entry,
        folder: Path,
        *,
        limits: Limits | None = None,
        allowed: Callable[[str], bool] = _is_https,
    ) -> None:
        self.entry = entry
        self.place = folder / entry.file
        self.received = 0
        self._part = folder / f"{entry.file}.{entry.sha256[:8]}.part"
        self._limits = limits or Limits()
        self._allowed = allowed
        self._cancelled = threading.Event()

    @property
    def is_cancelled(self) -> bool:
        """Whether it is wanted no longer."""
        return self._cancelled.is_set()

    @property
    def is_there(self) -> bool:
        """Whether a file of that size lies at its place; it was checked when it was put there."""
        try:
            return self.place.stat().st_size == self.entry.size
        except OSError:
            return False

    def cancel(self) -> None:
        """Stop at the next piece; what is there is gone on with another time."""
        self._cancelled.set()

    def waiting(self) -> int:
        """Return how many bytes an earlier download has left."""
        try:
            return min(self._part.stat().st_size, self.entry.size)
        except OSError:
            return 0

    def run(self) -> Path | None:
        """Fetch the text and return its place; None if it was cancelled. It takes its time.

        Raises:
            DownloadError: It cannot be had; the sentence says why.
        """
        if has_digest(self.place, self.entry):
            return self.place
        try:
            self.place.parent.mkdir(parents=True, exist_ok=True)
            if not free_enough(self.place.parent, self.entry.size):
                raise DownloadError(_NO_ROOM, file=self.entry.file)
            with self._open_part() as part:
                return self._fill(part)
        except _NETWORK_FAULTS as error:
            raise self._said_of(error) from error
        except OSError as error:
            folder, reason = self.place.parent, error.strerror or str(error)
            raise DownloadError(
                _NOT_WRITTEN, file=self.entry.file, folder=folder, reason=reason
            ) from error

    @contextmanager
    def _open_part(self) -> Iterator[IO[bytes]]:
        """Open the part that is there, or a new one, for this download alone."""
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        handle = os.open(self._part, flags, 0o600)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError("it is no file")
        with os.fdopen(handle, "r+b") as part:
            try:
                fcntl.flock(part, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DownloadError(_TWICE, file=self.entry.file) from None
            yield part

    def _fill(self, part: IO[bytes]) -> Path | None:
        """Fetch what is missing of a part, check all of it, and put it at its place."""
        started = time.monotonic()
        self.received = self._measured(part)
        if self.received < self.entry.size:
            with self._ask(part) as response:
                self._take(response, part, started)
        if self.is_cancelled:
            return None
        if self.received < self.entry.size:
            raise DownloadError(_CUT, received=self.received, size=self.entry.size)
        self._check(part)
        os.fsync(part.fileno())
        self._part.replace(self.place)
        return self.place

    def _measured(self, part: IO[bytes]) -> int:
        size = part.seek(0, os.SEEK_END)
        return size if size <= self.entry.size else self._begin_anew(part)

    def _begin_anew(self, part: IO[bytes]) -> int:
        part.seek(0)
        part.truncate()
        return 0

    def _ask(self, part: IO[bytes]) -> HTTPResponse:
        """Ask for what is missing, or for all of it where the server has no parts to give."""
        headers = {"User-Agent": "lstm-gui", "Accept-Encoding": "identity"}
        if self.received:
            headers["Range"] = f"bytes={self.received}-"
        try:
            response = self._open(headers)
        except HTTPError as error:
            error.close()
            if error.code != _NO_SUCH_RANGE or not self.received:
                raise DownloadError(_REFUSED, status=error.code, file=self.entry.file) from None
            self.received = self._begin_anew(part)
            return self._ask(part)
        try:
            self._require_announced(response, part)
        except BaseException:
            response.close()
            raise
        return response

    def _open(self, headers: dict[str, str]) -> HTTPResponse:
        if not self._allowed(self.entry.address):
            raise DownloadError(_ELSEWHERE, scheme=urlsplit(self.entry.address).scheme)
        opener = OpenerDirector()  # not urllib's own, which would open file:// and ftp:// as well
        handlers: tuple[BaseHandler, ...] = (
            ProxyHandler(),
            HTTPHandler(),
            HTTPSHandler(),
            HTTPDefaultErrorHandler(),
            _Redirects(self._allowed),
            HTTPErrorProcessor(),
        )
        for handler in handlers:
            opener.add_handler(handler)
        request = Request(self.entry.address, headers=headers)  # noqa: S310 - the scheme is checked
        return cast(HTTPResponse, opener.open(request, timeout=self._limits.read))

    def _require_announced(self, response: HTTPResponse, part: IO[bytes]) -> None:
        """See that the server means to send what is asked for; it is counted all the same."""
        size = self.entry.size
        if response.status == _PARTIAL and self.received:
            found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
            if found is None or (int(found[1]), int(found[2])) != (self.received, size):
                self._drop(_SIZE, part)
            return
        if response.status != _OK:
            raise DownloadError(_REFUSED, status=response.status, file=self.entry.file)
        self.received = self._begin_anew(part)
        announced = response.headers.get("Content-Length")
        if announced is not None and announced != str(size):
            self._drop(_SIZE, part)

    def _take(self, response: HTTPResponse, part: IO[bytes], started: float) -> None:
        """Append what comes, up to the end, a cancel, or one byte too many."""
        size = self.entry.size
        while not self.is_cancelled:
            if time.monotonic() - started > self._limits.all(size):
                raise DownloadError(_SLOW, received=self.received, size=size)
            piece = response.read1(_PIECE)  # it waits for some bytes, not for all of these
            if not piece:
                return
            if self.received + len(piece) > size:
                self._drop(_SIZE, part)
            part.write(piece)
            self.received += len(piece)

    def _check(self, part: IO[bytes]) -> None:
        part.flush()
        part.seek(0)
        sha = hashlib.sha256()
        while piece := part.read(_PIECE):
            sha.update(piece)
        if sha.hexdigest() != self.entry.sha256:
            self._drop(_DIGEST, part)

    def _drop(self, template: str, part: IO[bytes]) -> NoReturn:
        """Forget a file that is not the one of the catalogue, and say so."""
        self.received = self._begin_anew(part)
        self._part.unlink()
        raise DownloadError(template, file=self.entry.file, size=self.entry.size)

    def _said_of(self, error: Exception) -> DownloadError:
        _log.info("%s was not fetched", self.entry.address, exc_info=error)
        values = {"received": self.received, "size": self.entry.size}
        inner = error.reason if isinstance(error, URLError) else error
        if self.received and not isinstance(error, URLError):
            return DownloadError(_SLOW if isinstance(error, TimeoutError) else _CUT, **values)
        host = urlsplit(self.entry.address).hostname
        reason = getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
        return DownloadError(_UNREACHABLE, host=host, reason=reason)
