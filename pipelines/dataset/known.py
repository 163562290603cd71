"""What is known of sections and questions while a dataset is made, for the card alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Why sections are asked about or are not, and what makes questions unanswerable."""

    facts: Mapping[str, int] = field(default_factory=dict)
    """Id of a section that may be shown → facts that its own text proves."""
    shared: frozenset[str] = frozenset()
    """Ids of sections whose every fact another section states as well."""
    groups: Mapping[str, str] = field(default_factory=dict)
    """Section id → its group."""
    misses: Mapping[str, str] = field(default_factory=dict)
    """Near miss → its kind."""
