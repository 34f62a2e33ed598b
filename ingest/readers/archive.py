"""Office files are zip archives of XML: opened here with limits, and never followed outside themselves."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from ingest.errors import RejectedFile

# The longest law has 6 MB of XML; an archive beyond these is made to exhaust the machine, not to be read.
MAX_ENTRIES = 5_000
MAX_UNPACKED = 300_000_000  # bytes over all members, as the archive declares them
MAX_PART = 80_000_000  # bytes of one part that is read; lxml needs about ten times as much
MAX_RATIO = 200  # unpacked to packed, for parts over RATIO_FROM; XML of real documents reaches 60
RATIO_FROM = 5_000_000
_DTD = b"<!DOCTYPE"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_ole(data: bytes) -> bool:
    """Whether a file is an OLE container: Word 97, Excel 97, or an Office file under a password."""
    return data.startswith(_OLE)


def is_encrypted(data: bytes) -> bool:
    """Whether a file is an Office document that opens only with its password."""
    return is_ole(data) and _ENCRYPTED in data


def locked(name: str) -> RejectedFile:
    """The refusal of a file that is under a password."""
    return RejectedFile(f"Tệp «{name}» được bảo vệ bằng mật khẩu.", "Hãy mở tệp, bỏ mật khẩu, lưu lại rồi nạp lại.")


def damaged(name: str, kind: str) -> RejectedFile:
    """The refusal of a file that is not, or no longer, what its name says."""
    return RejectedFile(
        f"Tệp «{name}» bị hỏng hoặc không phải tệp {kind}.",
        f"Hãy mở thử bằng phần mềm văn phòng, lưu lại dạng {kind} rồi nạp lại.",
    )


class Archive:
    """A zip archive whose parts are read within limits; broken ones raise :class:`RejectedFile`."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise damaged(name, kind) from error
        self._check()

    def _check(self) -> None:
        members = self._members.values()
        if any(info.flag_bits & 1 for info in members):
            raise locked(self.name)
        suspicious = any(
            info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size) for info in members
        )
        if suspicious or len(members) > MAX_ENTRIES or sum(info.file_size for info in members) > MAX_UNPACKED:
            raise self._bomb()

    def _bomb(self) -> RejectedFile:
        return RejectedFile(
            f"Tệp «{self.name}» khi giải nén lớn bất thường, có thể gây hại nên không đọc.",
            "Hãy lấy lại tệp từ nơi phát hành, hoặc mở bằng phần mềm văn phòng rồi lưu thành tệp mới.",
        )

    def names(self) -> list[str]:
        """The paths of all parts."""
        return list(self._members)

    def read(self, part: str) -> bytes | None:
        """The bytes of one part, ``None`` where there is no such part."""
        info = self._members.get(part)
        if info is None:
            return None
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_PART + 1)  # the declared size may lie
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.name, self.kind) from error
        if len(data) > MAX_PART:
            raise self._bomb()
        return data

    def xml(self, part: str) -> etree._Element | None:
        """The root of one XML part, ``None`` where there is no such part; entities are never expanded."""
        data = self.read(part)
        if data is None:
            return None
        try:
            root = etree.fromstring(data, _parser())
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(self.name, self.kind) from error
        if _DTD in data[:4096]:  # Office files have none: only an attack needs one
            raise damaged(self.name, self.kind)
        return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
