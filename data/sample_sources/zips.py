"""Zip packages, Office files among them, as the same bytes on every machine and every day."""

import io
import re
import zipfile
from collections.abc import Mapping

MOMENT = (2024, 7, 1, 9, 0, 0)
_ISO = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*MOMENT)
# openpyxl stamps the time of saving over whatever the properties say.
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(data: bytes) -> bytes:
    """Rewrites an Office file as `packed` would have written it, with one fixed date in its properties."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return packed({name: _restamped(name, archive.read(name)) for name in archive.namelist()})


def packed(members: Mapping[str, bytes]) -> bytes:
    """Writes a zip with sorted members, one fixed time and no compression, whose bytes depend on zlib's version."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(members, key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, MOMENT)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            archive.writestr(member, members[name])
    return target.getvalue()


def _restamped(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return _STAMP.sub(rb"\g<1>" + _ISO.encode("ascii") + rb"\g<3>", data)
