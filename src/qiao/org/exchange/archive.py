"""ZIP archives (XLSX is one) unpacked with a limit that a lying header cannot get around."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from qiao.org.exchange.problems import Trouble, Unreadable

MOST_MB = 150
MOST_MEMBERS = 200
_LOCAL = struct.Struct("<4s22xHH")


def members(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Every file of the archive; raises Unreadable when it is damaged, encrypted or unpacks to too much."""
    try:
        entries = [entry for entry in zipfile.ZipFile(io.BytesIO(content)).infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        raise Unreadable(Trouble.UNREADABLE, name) from None
    if len(entries) > MOST_MEMBERS:
        raise Unreadable(Trouble.UNPACKS_TOO_BIG, name, most=MOST_MB)
    left = MOST_MB * 1024 * 1024
    for entry in entries:
        data = _unpacked(name, content, entry, left)
        left -= len(data)
        yield entry.filename, data


def _unpacked(name: str, content: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """One member, unpacked by hand: `ZipFile.read` believes the size that the header claims."""
    packed = _packed(name, content, entry)
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable(Trouble.UNREADABLE, name)
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        packed = _inflated(name, packed, most)
    if len(packed) > most:
        raise Unreadable(Trouble.UNPACKS_TOO_BIG, name, most=MOST_MB)
    if len(packed) != entry.file_size or zlib.crc32(packed) != entry.CRC:
        raise Unreadable(Trouble.UNREADABLE, name)
    return packed


def _packed(name: str, content: bytes, entry: zipfile.ZipInfo) -> bytes:
    try:
        mark, name_length, extra_length = _LOCAL.unpack_from(content, entry.header_offset)
    except struct.error:
        raise Unreadable(Trouble.UNREADABLE, name) from None
    start = entry.header_offset + _LOCAL.size + name_length + extra_length
    if mark != b"PK\x03\x04" or start + entry.compress_size > len(content):
        raise Unreadable(Trouble.UNREADABLE, name)
    return content[start : start + entry.compress_size]


def _inflated(name: str, packed: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        data = stream.decompress(packed, most + 1)
    except zlib.error:
        raise Unreadable(Trouble.UNREADABLE, name) from None
    if len(data) > most:
        raise Unreadable(Trouble.UNPACKS_TOO_BIG, name, most=MOST_MB)
    if not stream.eof or stream.unused_data:
        raise Unreadable(Trouble.UNREADABLE, name)
    return data
