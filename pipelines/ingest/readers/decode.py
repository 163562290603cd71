"""Text files: their encoding, tried strictly in a fixed order instead of guessed."""

from pipelines.ingest.blocks import UnreadableError

# A detector takes a two-line cp950 file for Korean; strict decoding does not.
ENCODINGS = ("utf-8-sig", "cp950")
BOMS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str:
    """Returns the text of a file, with plain line ends.

    Raises:
        UnreadableError: It is in none of UTF-8, UTF-16 and cp950 (Big5).
    """
    encodings = next(((name,) for bom, name in BOMS if data.startswith(bom)), ENCODINGS)
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise UnreadableError("not text in UTF-8, UTF-16 or cp950 (Big5)", "save it as UTF-8")
