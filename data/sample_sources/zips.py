"""Office files as the same bytes on every machine and every day."""

import io
import re
import zipfile

MOMENT = (2024, 7, 1, 9, 0, 0)
_ISO = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*MOMENT)
# openpyxl stamps the time of saving over whatever the properties say.
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def settled(data: bytes) -> bytes:
    """Rewrites a zip with sorted members, one fixed time and no compression, whose bytes depend on zlib's version."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as written:
        for name in sorted(read.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = zipfile.ZipInfo(name, MOMENT)
            member.external_attr = 0o644 << 16
            member.create_system = 3
            written.writestr(member, _restamped(name, read.read(name)))
    return target.getvalue()


def _restamped(name: str, data: bytes) -> bytes:
    if name != "docProps/core.xml":
        return data
    return _STAMP.sub(rb"\g<1>" + _ISO.encode("ascii") + rb"\g<3>", data)
