"""Plain text: a chat export where it looks like one, else paragraphs with their typed numbers."""

from pipelines.ingest.blocks import Reading
from pipelines.ingest.readers import line_chat
from pipelines.ingest.readers.decode import decode
from pipelines.ingest.readers.lines import blocks_of_lines


def read(data: bytes) -> Reading:
    """Reads a text file.

    Args:
        data: The file's bytes, in UTF-8, UTF-16 or cp950.

    Returns:
        The exchanges of a LINE export, or the paragraphs of any other text.

    Raises:
        UnreadableError: The encoding is unknown.
    """
    text = decode(data)
    if line_chat.recognises(text):
        return line_chat.read_text(text)
    return Reading(blocks=tuple(blocks_of_lines(text.split("\n"))))
