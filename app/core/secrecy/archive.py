import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from app.core.secrecy.encoding import Malformed

_WRITTEN = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16  # a plain file that its owner writes and all read
_UNIX = 3
_ENCRYPTED = 1
_LOCAL_HEADER = struct.Struct("<26xHH")


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The one zip archive of these files: stored, sorted by name, without times of their own."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(name, _WRITTEN)
            member.create_system = _UNIX
            member.external_attr = _MODE
            archive.writestr(member, files[name])
    return out.getvalue()


def read_archive(data: bytes) -> dict[str, bytes]:
    """The files of a zip archive whose members are stored.

    Headers and check sums are not looked at: whoever must know that the archive is the one that
    was published compares it with `write_archive` of what was read, which differs in any byte.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError) as fault:
        raise Malformed("the bundle is not a zip archive, or its directory is damaged") from fault
    for member in members:
        if member.compress_type != zipfile.ZIP_STORED or member.flag_bits & _ENCRYPTED:
            raise Malformed(f"{member.filename!r} is compressed or encrypted, not stored")
    if sum(member.file_size for member in members) > len(data):
        raise Malformed("the files of the archive are longer than the archive itself")
    return {member.filename: _content(data, member) for member in members}


def _content(data: bytes, member: zipfile.ZipInfo) -> bytes:
    start = member.header_offset
    header = data[start : start + _LOCAL_HEADER.size] if start >= 0 else b""
    if len(header) < _LOCAL_HEADER.size:
        raise Malformed(f"{member.filename!r} has no place in the archive")
    start += _LOCAL_HEADER.size + sum(_LOCAL_HEADER.unpack(header))
    return data[start : start + member.file_size]
