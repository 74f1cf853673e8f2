import hashlib
import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.encoding import Malformed

FILES = {"b.txt": b"two", "a/1.bin": bytes(range(256)), "empty": b""}
NAMES = st.text("abc/.", min_size=1, max_size=8)


def test_archive_is_the_same_bytes_on_every_machine() -> None:
    """A change of this digest would make every published bundle refused."""
    written = hashlib.sha256(write_archive(FILES)).hexdigest()
    assert written == "b8189c9922a471189d72200110fb9273d23cd504cebd1cedb01dca99efcd8b39"


def test_archive_is_stored_sorted_and_without_a_time_of_its_own() -> None:
    with zipfile.ZipFile(BytesIO(write_archive(FILES))) as archive:
        members = archive.infolist()
        assert archive.testzip() is None
    assert [member.filename for member in members] == ["a/1.bin", "b.txt", "empty"]
    assert {member.compress_type for member in members} == {zipfile.ZIP_STORED}
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.external_attr >> 16 for member in members} == {0o100644}


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=5))
def test_archive_reads_back_what_was_written(files: dict[str, bytes]) -> None:
    assert read_archive(write_archive(files)) == files


@pytest.mark.parametrize("at", range(len(write_archive(FILES))))
def test_archive_with_any_byte_changed_is_unreadable_or_another(at: int) -> None:
    data = bytearray(write_archive(FILES))
    data[at] ^= 1 << at % 8
    try:
        read = read_archive(bytes(data))
    except Malformed:
        return
    assert write_archive(read) != bytes(data)


@pytest.mark.parametrize("data", [b"", b"PK", b"no archive", write_archive(FILES)[:-1]])
def test_bytes_that_are_no_archive_are_refused(data: bytes) -> None:
    with pytest.raises(Malformed, match="not a zip archive"):
        read_archive(data)


def test_compressed_archive_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(1000))
    with pytest.raises(Malformed, match="compressed"):
        read_archive(out.getvalue())


def test_archive_whose_members_overlap_is_refused_before_it_grows() -> None:
    """Many names for the same bytes would make a small file a large one in memory."""
    data = bytearray(write_archive({"a": bytes(500), "b": bytes(500)}))
    directory = data.rindex(b"PK\1\2")
    data[directory + 42 : directory + 46] = bytes(4)  # b now lies where a does
    data[directory + 20 : directory + 28] = (2000).to_bytes(4, "little") * 2
    with pytest.raises(Malformed, match="longer than the archive"):
        read_archive(bytes(data))
