"""Fetching a text of the catalogue from a server of our own, and every way in which it can fail."""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pydantic import ValidationError

from lstm_gui.core.corpus.catalogue import TITLES, Entry, has_digest, load_catalogue
from lstm_gui.core.corpus.download import Download, Limits
from lstm_gui.core.corpus.source import read_source
from lstm_gui.core.errors import DownloadError

BODY = "分开 一起 走\n".encode() * 10_000


def whole(handler: BaseHTTPRequestHandler) -> None:
    """Answer as a server should: all of it, or the part that was asked for."""
    wanted = handler.headers.get("Range")
    start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
    handler.send_response(206 if wanted else 200)
    if wanted:
        handler.send_header("Content-Range", f"bytes {start}-{len(BODY) - 1}/{len(BODY)}")
    handler.send_header("Content-Length", str(len(BODY) - start))
    handler.end_headers()
    handler.wfile.write(BODY[start:])


def without_parts(handler: BaseHTTPRequestHandler, body: bytes = BODY) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def unannounced(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(body)


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY[:1000])


def drip(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    for place in range(len(BODY)):
        try:
            handler.wfile.write(BODY[place : place + 1])
        except OSError:
            return
        if handler.server.over.wait(0.01):
            return


def silent(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(BODY)))
    handler.end_headers()
    handler.wfile.write(BODY[:10])
    handler.wfile.flush()
    handler.server.over.wait(60)


def redirect(handler: BaseHTTPRequestHandler, target: str, code: int = 302) -> None:
    if handler.path == "/there":
        whole(handler)
        return
    handler.send_response(code)
    handler.send_header("Location", target)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def other_part(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(206)
    handler.send_header("Content-Range", f"bytes 5-{len(BODY) - 1}/{len(BODY)}")
    handler.end_headers()
    handler.wfile.write(BODY[5:])


def no_such_range(handler: BaseHTTPRequestHandler) -> None:
    if handler.headers.get("Range"):
        handler.send_error(416)
    else:
        whole(handler)


class Server(ThreadingHTTPServer):
    """Answers as it is told; keeps what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.answer: Callable[[BaseHTTPRequestHandler], None] = whole
        self.asked: list[tuple[str, str | None]] = []
        self.over = threading.Event()
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Range")))
        self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=partial(server.serve_forever, 0.01))
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


def entry_of(server: Server, body: bytes = BODY) -> Entry:
    entry = Entry(
        title="A text",
        file="text.txt",
        address="https://example.org/text.txt",
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        language="zh",
        licence="public domain",
    )
    return entry.model_copy(update={"address": f"{server.root}/text.txt"})


def is_ours(address: str) -> bool:
    return address.startswith("http://127.0.0.1:")


def download(server: Server, folder: Path, **options: object) -> Download:
    return Download(entry_of(server), folder / "texts", allowed=is_ours, **options)


def part_of(wanted: Download) -> Path:
    return wanted.place.with_name(f"text.txt.{wanted.entry.sha256[:8]}.part")


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "texts").iterdir())


def test_a_text_is_fetched_and_can_be_opened(server: Server, tmp_path: Path) -> None:
    wanted = download(server, tmp_path)
    assert wanted.run() == wanted.place
    assert wanted.received == len(BODY)
    assert read_source(wanted.place).raw == BODY
    assert left(tmp_path) == ["text.txt"]


def test_what_is_there_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    download(server, tmp_path).run()
    download(server, tmp_path).run()
    assert len(server.asked) == 1
    wanted = download(server, tmp_path)
    wanted.place.write_bytes(b"x" * len(BODY))  # somebody has changed it
    wanted.run()
    assert has_digest(wanted.place, wanted.entry)


def test_a_cut_connection_is_said_and_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.answer = cut
    wanted = download(server, tmp_path)
    with pytest.raises(DownloadError, match=r"cut off after 1,000 of 180,000 bytes\. Press Resume"):
        wanted.run()
    assert not wanted.place.exists()
    server.answer = whole
    again = download(server, tmp_path)
    assert again.waiting() == 1000
    assert again.run() is not None
    assert server.asked[-1] == ("/text.txt", "bytes=1000-")
    assert again.place.read_bytes() == BODY


@pytest.mark.parametrize("answer", [without_parts, no_such_range])
def test_a_server_without_parts_sends_all_of_it(
    server: Server, tmp_path: Path, answer: Callable[[BaseHTTPRequestHandler], None]
) -> None:
    server.answer = cut
    with pytest.raises(DownloadError):
        download(server, tmp_path).run()
    server.answer = answer
    wanted = download(server, tmp_path)
    wanted.run()
    assert wanted.place.read_bytes() == BODY


def test_another_part_than_the_one_asked_for_is_refused(server: Server, tmp_path: Path) -> None:
    server.answer = cut
    with pytest.raises(DownloadError):
        download(server, tmp_path).run()
    server.answer = other_part
    with pytest.raises(DownloadError, match="not the file of the catalogue"):
        download(server, tmp_path).run()
    assert left(tmp_path) == []


def test_a_part_that_was_tampered_with_is_found_out(server: Server, tmp_path: Path) -> None:
    wanted = download(server, tmp_path)
    wanted.place.parent.mkdir()
    part_of(wanted).write_bytes(b"evil" * 100)
    with pytest.raises(DownloadError, match="SHA-256 is another one"):
        wanted.run()
    assert left(tmp_path) == []


def test_a_part_that_is_longer_than_the_file_is_begun_anew(server: Server, tmp_path: Path) -> None:
    wanted = download(server, tmp_path)
    wanted.place.parent.mkdir()
    part_of(wanted).write_bytes(b"x" * (len(BODY) + 1))
    wanted.run()
    assert wanted.place.read_bytes() == BODY


def test_a_wrong_digest_keeps_nothing(server: Server, tmp_path: Path) -> None:
    server.answer = partial(without_parts, body=BODY[:-1] + b"!")
    with pytest.raises(DownloadError, match="SHA-256 is another one"):
        download(server, tmp_path).run()
    assert left(tmp_path) == []


@pytest.mark.parametrize("body", [BODY + b"!", BODY * 20], ids=["a byte", "many"])
def test_a_larger_body_is_refused(server: Server, tmp_path: Path, body: bytes) -> None:
    server.answer = partial(without_parts, body=body)
    with pytest.raises(DownloadError, match=r"size is not 180,000 bytes"):
        download(server, tmp_path).run()
    server.answer = partial(unannounced, body=body)
    with pytest.raises(DownloadError, match=r"size is not 180,000 bytes"):
        download(server, tmp_path).run()
    assert left(tmp_path) == []


def test_an_announced_length_that_is_a_lie_is_counted(server: Server, tmp_path: Path) -> None:
    """A part is announced rightly, and more is sent."""

    def lie(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(206)
        handler.send_header("Content-Range", f"bytes 1000-{len(BODY) - 1}/{len(BODY)}")
        handler.end_headers()
        handler.wfile.write(BODY)

    server.answer = cut
    with pytest.raises(DownloadError):
        download(server, tmp_path).run()
    server.answer = lie
    wanted = download(server, tmp_path)
    with pytest.raises(DownloadError, match="size is not"):
        wanted.run()
    assert wanted.received == 0


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://example.org/a", "http://example.org/a", "data:,x"]
)
def test_a_redirect_leads_nowhere_but_to_https(
    server: Server, tmp_path: Path, target: str, code: int
) -> None:
    server.answer = partial(redirect, target=target, code=code)
    scheme = target.partition(":")[0]
    with pytest.raises(DownloadError, match=rf"not https \({scheme}\)"):
        download(server, tmp_path).run()
    assert len(server.asked) == 1


def test_a_redirect_within_what_is_allowed_is_followed(server: Server, tmp_path: Path) -> None:
    server.answer = partial(redirect, target="/there")
    wanted = download(server, tmp_path)
    wanted.run()
    assert wanted.place.read_bytes() == BODY


@pytest.mark.parametrize("target", ["/round", "http://[", "http://127.0.0.1:99999999/"])
def test_a_redirect_that_leads_nowhere_is_said(server: Server, tmp_path: Path, target: str) -> None:
    server.answer = partial(redirect, target=target)
    with pytest.raises(DownloadError):
        download(server, tmp_path).run()


def test_a_slow_drip_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answer = drip
    wanted = download(server, tmp_path, limits=Limits(read=5, grace=0.2, rate=1e9))
    with pytest.raises(DownloadError, match="sends too slowly"):
        wanted.run()
    assert 0 < wanted.received < len(BODY)


def test_silence_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answer = silent
    with pytest.raises(DownloadError, match="sends too slowly: 10 of"):
        download(server, tmp_path, limits=Limits(read=0.2)).run()


def test_a_cancelled_download_can_be_gone_on_with(server: Server, tmp_path: Path) -> None:
    server.answer = drip
    wanted = download(server, tmp_path)
    results: list[Path | None] = []
    thread = threading.Thread(target=lambda: results.append(wanted.run()))
    thread.start()
    while wanted.received < 3:
        assert thread.is_alive()
    wanted.cancel()
    thread.join()
    assert results == [None] and not wanted.place.exists()
    server.answer = whole
    again = download(server, tmp_path)
    assert again.waiting() == wanted.received
    again.run()
    assert again.place.read_bytes() == BODY


@pytest.mark.parametrize("status", [403, 404, 500, 204])
def test_a_refusal_names_its_number(server: Server, tmp_path: Path, status: int) -> None:
    def refuse(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    server.answer = refuse
    with pytest.raises(DownloadError, match=f"answers {status}"):
        download(server, tmp_path).run()


def test_no_server_is_said(server: Server, tmp_path: Path) -> None:
    wanted = download(server, tmp_path)
    closed = wanted.entry.model_copy(update={"address": "http://127.0.0.1:1/text.txt"})
    with pytest.raises(DownloadError, match=r"127\.0\.0\.1 cannot be reached \(.+\)"):
        Download(closed, tmp_path, allowed=is_ours).run()


def test_nothing_but_https_is_asked(server: Server, tmp_path: Path) -> None:
    with pytest.raises(DownloadError, match=r"not https \(http\)"):
        Download(entry_of(server), tmp_path).run()
    assert server.asked == []


def test_two_windows_do_not_write_into_one_part(server: Server, tmp_path: Path) -> None:
    wanted = download(server, tmp_path)
    wanted.place.parent.mkdir()
    with part_of(wanted).open("wb") as theirs:
        fcntl.flock(theirs, fcntl.LOCK_EX)
        with pytest.raises(DownloadError, match="fetched already"):
            wanted.run()
    assert server.asked == []


@pytest.mark.parametrize("make", ["link", "pipe", "folder"])
def test_a_part_that_is_no_file_is_not_written_to(
    server: Server, tmp_path: Path, make: str
) -> None:
    wanted = download(server, tmp_path)
    wanted.place.parent.mkdir()
    part, victim = part_of(wanted), tmp_path / "victim"
    victim.write_text("mine")
    if make == "link":
        part.symlink_to(victim)
    elif make == "pipe":
        os.mkfifo(part)
    else:
        part.mkdir()
    with pytest.raises(DownloadError, match="cannot be written"):
        wanted.run()
    assert victim.read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_said(server: Server, tmp_path: Path) -> None:
    (tmp_path / "texts").write_text("a file")
    with pytest.raises(DownloadError, match="cannot be written"):
        download(server, tmp_path).run()


# The catalogue


def test_the_catalogue_has_the_book_first() -> None:
    entries = load_catalogue()
    assert entries[0].address.startswith("https://raw.githubusercontent.com/d2l-ai/d2l-zh/")
    assert len({entry.file for entry in entries}) == len(entries)
    assert tuple(entry.title for entry in entries) == TITLES


@pytest.mark.parametrize(
    "change",
    [
        {"address": "http://example.org/a.txt"},
        {"address": "file:///etc/passwd"},
        {"address": "https://user@example.org/a.txt"},
        {"address": "https:///a.txt"},
        {"file": "../a.txt"},
        {"file": ".hidden.txt"},
        {"file": "a.exe"},
        {"size": 0},
        {"size": 2**40},
        {"sha256": "abc"},
        {"licence": "mine"},
        {"more": 1},
    ],
)
def test_an_entry_is_checked(change: dict[str, object]) -> None:
    good = load_catalogue()[0].model_dump()
    with pytest.raises(ValidationError):
        Entry.model_validate({**good, **change})
