"""What a reader is told beside the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings of one file's reading."""

    ocr: bool = False
    """Pages without a text layer are recognised instead of quarantined."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """JSON files: which fields hold title, label and text, from `corpus.yaml`."""
    depth: int = 0
    """How many archives or mails enclose the file."""
