"""What a question can be answered from now and could not be before, by citation key."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pipelines.records.section import Section

LISTING = "shown.json"
MOST_KEYS = 10


def shown(sections: Iterable[Section]) -> dict[str, str]:
    """Returns citation key → a hash of all that stands under it; editions and parts of one key count together."""
    under: dict[str, list[str]] = defaultdict(list)
    for section in sections:
        under[section.key].append(f"{section.heading}\t{section.audience}\t{section.content_hash}")
    return {key: hashlib.sha256("\n".join(sorted(under[key])).encode()).hexdigest() for key in sorted(under)}


def read_listing(folder: Path) -> dict[str, str] | None:
    """Returns what an index listed when it was written; None where there is no index, or none that can be read."""
    try:
        return dict(json.loads((folder / LISTING).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write_listing(folder: Path, listing: Mapping[str, str]) -> None:
    """Writes a listing into the folder of its index."""
    text = json.dumps(listing, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / LISTING).write_text(text + "\n", encoding="utf-8", newline="\n")


def in_words(before: Mapping[str, str] | None, after: Mapping[str, str]) -> list[str]:
    """Says which keys came, went and changed since the last index.

    Args:
        before: What the last index listed; None where this is the first.
        after: What this one lists.

    Returns:
        A line a kind, with up to ten keys.
    """
    if before is None:
        return []
    kinds = {
        "came": sorted(after.keys() - before.keys()),
        "went": sorted(before.keys() - after.keys()),
        "changed": sorted(key for key in after.keys() & before.keys() if after[key] != before[key]),
    }
    lines = [f"{what} since the last index: {_counted(keys)}" for what, keys in kinds.items() if keys]
    return lines or ["no section changed since the last index"]


def _counted(keys: Sequence[str]) -> str:
    more = f" and {len(keys) - MOST_KEYS:,} more" if len(keys) > MOST_KEYS else ""
    return f"{len(keys):,} ({', '.join(keys[:MOST_KEYS])}{more})"
