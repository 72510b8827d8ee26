"""Files that are no corpus: each gets one clear sentence, and nothing but a CorpusError."""

from __future__ import annotations

import io
import os
import random
import re
import stat
import tarfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lstm_gui.core.corpus import source
from lstm_gui.core.corpus.source import read_source
from lstm_gui.core.corpus.text import load_corpus
from lstm_gui.core.errors import CorpusError
from tests.release import Cases

LYRICS = "想要有直升机\n想要和你飞到宇宙去\n想要和你融化在一起\n"


def zip_of(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = 8) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for info, content in members:
            archive.writestr(info, content, compress_type=method)
    return buffer.getvalue()


LYRICS_ZIP = zip_of(("lyrics.txt", LYRICS.encode()))


def refusal(path: Path, named: str | None = None) -> str:
    """Load a bad file; return the sentence after checking that it is one or two."""
    with pytest.raises(CorpusError) as caught:
        load_corpus(path)
    sentence = str(caught.value)
    assert (named or path.name) in sentence
    ends = re.findall(r"[.?!](?=\s|$)", sentence.replace(path.name, "file"))
    assert 1 <= len(ends) <= 2
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


@pytest.fixture
def refused(tmp_path: Path) -> Callable[[str, bytes], str]:
    def load(name: str, content: bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content)
        sentence = refusal(path)
        path.unlink()
        assert os.listdir(tmp_path) == []  # nothing was unpacked
        return sentence

    return load


# Files


def test_a_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"some words")

    source = read_source(str(tmp_path / "a.txt"))

    assert (source.name, source.raw, source.member) == ("a.txt", b"some words", None)
    assert source.path == tmp_path / "a.txt"


def test_missing(tmp_path: Path) -> None:
    assert "does not exist" in refusal(tmp_path / "nothing.txt")
    (tmp_path / "file").write_text("x")
    assert "does not exist" in refusal(tmp_path / "file" / "below.txt")


def test_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.txt"
    path.write_text("words")

    def denied(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(source, "open_at_once", denied)  # root may read everything
    assert "may not be read" in refusal(path)


@pytest.mark.parametrize("name", ["a" * 5000 + ".txt", "nul\0.txt"])
def test_impossible_name(name: str, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"cannot be opened|does not exist") as caught:
        load_corpus(tmp_path / name)
    assert len(str(caught.value)) < 300


def test_strange_name_is_shown_on_one_line(tmp_path: Path) -> None:
    assert "a\ufffdb.txt" in refusal(tmp_path / "a\nb.txt", named="a\ufffdb.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def test_fifo_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert "a device or a pipe" in refusal(tmp_path / "pipe.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no /dev/zero")
def test_device() -> None:
    assert "a device or a pipe" in refusal(Path("/dev/zero"))


def test_empty(refused: Callable[[str, bytes], str]) -> None:
    assert "is empty" in refused("empty.txt", b"")
    assert "is empty" in refused("empty.zip", b"")


def test_too_large_is_refused_before_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes("歌".encode() * 2000)
    os.truncate(path, source.MAX_BYTES + 1)  # a sparse file: no disk, no time
    read, sizes = os.read, []

    def counting(descriptor: int, size: int) -> bytes:
        sizes.append(size)
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", counting)

    assert "larger than 256 MB" in refusal(path)
    assert sum(sizes) < 10_000  # the beginning, which tells its kind


def test_a_file_that_grows_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.txt"
    path.write_bytes(b"012345678")
    monkeypatch.setattr(source, "MAX_BYTES", 9)
    read = os.read

    def growing(descriptor: int, size: int) -> bytes:
        with path.open("ab") as file:
            file.write(b"9")
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", growing)

    assert "larger than" in refusal(path)


# Zips


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_zip_with_one_text(tmp_path: Path, method: int) -> None:
    path = tmp_path / "songs.zip"
    path.write_bytes(
        zip_of(
            ("folder/", b""),
            ("folder/Lyrics.TXT", LYRICS.encode()),
            ("__MACOSX/folder/._Lyrics.txt", b"\0\1"),
            (".hidden.txt", b"x"),
            (".git/notes.txt", b"x"),
            ("cover.png", b"\x89PNG"),
            method=method,
        )
    )

    source = read_source(path)

    assert (source.name, source.member) == ("songs.zip", "folder/Lyrics.TXT")
    assert source.raw == LYRICS.encode()


def test_a_zip_is_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "lyrics.txt").write_bytes(LYRICS_ZIP)

    assert load_corpus(tmp_path / "lyrics.txt").text == LYRICS.replace("\n", " ")


def test_a_chinese_member_name_of_an_old_zip(tmp_path: Path) -> None:
    raw = zip_of(("XXXX.txt", LYRICS.encode())).replace(b"XXXX", "歌词".encode("gbk"))
    (tmp_path / "songs.zip").write_bytes(raw)

    assert read_source(tmp_path / "songs.zip").member == "歌词.txt"


@pytest.mark.parametrize("size", [4, 30, 60, len(LYRICS_ZIP) // 2, len(LYRICS_ZIP) - 1])
def test_cut_zip(refused: Callable[[str, bytes], str], size: int) -> None:
    assert "damaged zip" in refused("cut.zip", LYRICS_ZIP[:size])


def test_zip_in_name_only(refused: Callable[[str, bytes], str]) -> None:
    assert "damaged zip" in refused("named.zip", b"just words")


def test_wrong_checksum(refused: Callable[[str, bytes], str]) -> None:
    raw = zip_of(("lyrics.txt", b"the night is long"), method=zipfile.ZIP_STORED)

    assert "damaged zip" in refused("crc.zip", raw.replace(b"night", b"light"))


def test_encrypted(refused: Callable[[str, bytes], str]) -> None:
    raw = bytearray(LYRICS_ZIP)
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1

    assert "password" in refused("locked.zip", bytes(raw))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression(refused: Callable[[str, bytes], str], method: int) -> None:
    raw = zip_of(("lyrics.txt", LYRICS.encode()), method=method)

    assert "unusual" in refused("rare.zip", raw)


def test_no_text(refused: Callable[[str, bytes], str]) -> None:
    assert "no .txt file" in refused("pictures.zip", zip_of(("a.png", b"x")))
    assert "no .txt file" in refused("nothing.zip", zip_of())


def test_an_empty_text_in_a_zip(refused: Callable[[str, bytes], str]) -> None:
    assert "is empty" in refused("hollow.zip", zip_of(("a.txt", b"")))


def test_two_texts(refused: Callable[[str, bytes], str]) -> None:
    sentence = refused("two.zip", zip_of(("one.txt", b"x"), ("b/two.txt", b"y")))

    assert "holds 2 texts, one.txt and b/two.txt" in sentence


def test_too_many_members(refused: Callable[[str, bytes], str]) -> None:
    members = [(f"{number}.png", b"") for number in range(64)]

    assert "more than 64" in refused("many.zip", zip_of(("a.txt", b"x"), *members))


def test_very_many_members_make_no_objects(
    refused: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZipInfo", lambda *_: pytest.fail("an object was made"))

    assert "more than 64" in refused("100000.zip", b"PK\3\4" + b"PK\1\2" * 100_000)


@pytest.mark.parametrize(
    "member",
    ["../up.txt", "a/../../up.txt", "/etc/up.txt", "\\up.txt", "..\\up.txt", "C:\\up.txt", "C:up"],
)
def test_names_that_lead_outside(refused: Callable[[str, bytes], str], member: str) -> None:
    raw = zip_of(("lyrics.txt", LYRICS.encode()), (member, b"x"))

    sentence = refused("outside.zip", raw)
    assert "unsafe" in sentence
    assert member in sentence


def test_nul_in_a_member_name(refused: Callable[[str, bytes], str]) -> None:
    raw = zip_of(("lyricsX.txt", LYRICS.encode())).replace(b"lyricsX", b"lyrics\0")

    assert "unsafe" in refused("nul.zip", raw)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_and_devices_in_a_zip(refused: Callable[[str, bytes], str], kind: int) -> None:
    link = zipfile.ZipInfo("lyrics.txt")
    link.create_system = 3
    link.external_attr = (kind | 0o777) << 16

    assert "unsafe" in refused("link.zip", zip_of((link, b"/etc/passwd")))


def peak_of(act: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


BOMBS = {
    "large": zip_of(("bomb.txt", b"a" * (64 * 2**20 + 1))),
    "dense": zip_of(("bomb.txt", b"a" * 2**20)),
    "dense and large": zip_of(("bomb.txt", b"a" * (32 * 2**20))),
    "beside": zip_of(("a.txt", b"words"), ("bomb.bin", b"a" * (65 * 2**20))),
}


def with_sizes(raw: bytes, *, compressed: int | None = None, size: int | None = None) -> bytes:
    """Let a zip of one member lie about it."""
    lying = bytearray(raw)
    central = lying.index(b"PK\1\2")
    for value, places in ((compressed, (18, central + 20)), (size, (22, central + 24))):
        for place in places if value is not None else ():
            lying[place : place + 4] = (value or 0).to_bytes(4, "little")
    return bytes(lying)


@pytest.mark.parametrize("bomb", BOMBS)
def test_bombs_take_no_memory(
    refused: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    monkeypatch.setattr(source, "MAX_BYTES", 64 * 2**20)  # larger ones take a while to make
    sentences: list[str] = []

    peak = peak_of(lambda: sentences.append(refused("bomb.zip", BOMBS[bomb])))

    assert "would unpack to more than 64 MB or 200 times its size" in sentences[0]
    assert peak < 4 * 2**20


@pytest.mark.parametrize("size", [10, 20_000, 2**20 + 1])
def test_bombs_that_lie_about_their_size(refused: Callable[[str, bytes], str], size: int) -> None:
    lying = with_sizes(BOMBS["dense"], size=size)
    sentences: list[str] = []

    peak = peak_of(lambda: sentences.append(refused("bomb.zip", lying)))

    assert "damaged" in sentences[0] or "unpack" in sentences[0]
    assert peak < 4 * 2**20


def test_bytes_are_counted_whatever_was_announced(
    refused: Callable[[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_require_readable", lambda *_: None)

    assert "would unpack" in refused("bomb.zip", zip_of(("bomb.txt", b"a" * 3 * 2**20)))


def test_a_text_shorter_than_announced(refused: Callable[[str, bytes], str]) -> None:
    lying = with_sizes(LYRICS_ZIP, size=len(LYRICS.encode()) + 5)

    assert "damaged zip" in refused("short.zip", lying)


def test_a_zip_in_a_zip(refused: Callable[[str, bytes], str]) -> None:
    assert "no .txt file" in refused("nested.zip", zip_of(("inner.zip", LYRICS_ZIP)))
    assert "not a text" in refused("nested.zip", zip_of(("inner.txt", LYRICS_ZIP)))


# Anything at all

MUTATED = st.one_of(
    st.just(LYRICS_ZIP),
    st.just(zip_of(("a.txt", LYRICS.encode()), ("b.png", b"x" * 50), method=0)),
    st.just(("# 一\n" + LYRICS * 3).encode()),
    st.just(LYRICS.encode("utf-16")),
    st.just(LYRICS.encode("gb18030")),
)
CHANGES = st.lists(st.tuples(st.integers(0, 2000), st.binary(max_size=6)), max_size=6)


@given(MUTATED, CHANGES, st.sampled_from(["a.txt", "a.zip"]))
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_mutations_raise_nothing_else(
    tmp_path: Path, raw: bytes, changes: list[tuple[int, bytes]], name: str
) -> None:
    for place, content in changes:
        place %= len(raw) + 1
        raw = raw[:place] + content + raw[place + len(content[1:]) :]
    path = tmp_path / name
    path.write_bytes(raw)

    try:
        corpus = load_corpus(path)
    except CorpusError as error:
        assert name in str(error)
    else:
        assert corpus.vocabulary.decode(corpus.ids) == corpus.text
    path.unlink()
    assert os.listdir(tmp_path) == []  # nothing was unpacked


@pytest.mark.release("M2")
def test_mutated_texts_and_zips_raise_nothing_else(tmp_path: Path, cases: Cases) -> None:
    rng = random.Random(5)
    whole = [LYRICS_ZIP, BOMBS["dense"]]
    whole += [LYRICS.encode(to) for to in ("utf-8", "utf-16", "gb18030", "utf-32")]
    for number in cases(100, 20_000):
        raw = bytearray(whole[number % len(whole)])
        for _ in range(rng.choice((1, 1, 3, 20))):
            place = rng.randrange(len(raw) or 1)
            match rng.randrange(4):
                case 0:
                    raw[place : place + 1] = rng.randbytes(1)
                case 1:
                    raw[place:place] = rng.choice(
                        (b"\0", b"\xff\xfe", b"PK\3\4", b"PK\1\2", b"\x80")
                    )
                case 2:
                    del raw[place : place + rng.randrange(1, 9)]
                case _:
                    del raw[place + 1 :]
        path = tmp_path / ("a.txt" if number % 2 else "a.zip")
        path.write_bytes(raw)
        try:
            corpus = load_corpus(path)
        except CorpusError as error:
            assert path.name in str(error) and "\n" not in str(error)
        else:
            assert corpus.vocabulary.decode(corpus.ids) == corpus.text
        path.unlink()
        assert os.listdir(tmp_path) == []  # nothing was unpacked


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def packed(*names: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "words")
    return file.getvalue()


def safetensors(metadata: str) -> bytes:
    header = b'{"__metadata__":{"%s":"{}"},"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
    header %= metadata.encode()
    return len(header).to_bytes(8, "little") + header + bytes(4)


def tar_of(mode: str) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:
        entry = tarfile.TarInfo("words.txt")
        entry.size = 5
        archive.addfile(entry, io.BytesIO(b"words"))
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind", "way"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), "a Word document", "plain text"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook", "plain text"),
        (packed("[Content_Types].xml", "ppt/a.xml"), "a PowerPoint", "plain text"),
        (packed("mimetype", "META-INF/container.xml", "a.txt"), "an e-book", "plain text"),
        (packed("mimetype", "content.xml"), "an OpenDocument file", "plain text"),
        (b"{\\rtf1\\ansi words\\par}", "a rich text document", "plain text"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF", "plain text"),
        (OLE, "an old Office document", "plain text"),
        (b"<!DOCTYPE html>\n<html><body>words</body></html>", "a web page", "plain text"),
        (b"\n<!-- saved --><html>words</html>", "a web page", "plain text"),
        (tar_of("w"), "an archive", "Unpack"),
        (tar_of("w:gz"), "an archive", "Unpack"),
        (tar_of("w:bz2"), "an archive", "Unpack"),
        (tar_of("w:xz"), "an archive", "Unpack"),
        (b"7z\xbc\xaf\x27\x1c\0\x04" + bytes(40), "an archive", "Unpack"),
        (b"Rar!\x1a\x07\x01\0" + bytes(40), "an archive", "Unpack"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture", ".txt"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "a picture", ".txt"),
        (b"ID3\x03\0\0\0\0\0\x00\xff\xfb\x90", "a sound or a film", ".txt"),
        (b"\0\0\0\x18ftypmp42\0\0", "a sound or a film", ".txt"),
        (b"\x7fELF\2\1\1" + bytes(40), "a program", ".txt"),
        (b"SQLite format 3\0" + bytes(40), "a database", ".txt"),
        (safetensors("lstm-playground"), "a model that this program has saved", "generate"),
        (safetensors("format"), "a model of another program", ".txt"),
    ],
)
@pytest.mark.parametrize("name", ["words.txt", "words"])
def test_a_file_of_another_kind_is_named_by_what_is_in_it(
    tmp_path: Path, raw: bytes, kind: str, way: str, name: str
) -> None:
    path = tmp_path / name
    path.write_bytes(raw)
    sentence = refusal(path)
    assert kind in sentence and way in sentence

    if not raw.startswith(b"PK"):  # what a zip holds stands at its end
        os.truncate(path, 65 * 2**20)
        assert refusal(path) == sentence


@pytest.mark.parametrize("text", ["BZh9 is how it begins", "ID3\n", "MZ and I", "GIF89a, she said"])
def test_words_that_begin_like_a_file_are_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "words.txt"
    path.write_text(text)

    assert load_corpus(path).text == text.replace("\n", " ")
