"""What a reader may see on a day, decided for all sections at once and before anything is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pipelines.records.section import Section

# Readers whose masks are kept: an audience on a date; a service asked about every day of a year must not grow.
_KEPT = 64


def in_force(section: Section, as_of: str | None = None) -> bool:
    """Says whether a section's edition is in force on a day; None: now, that is without an end."""
    if as_of is None:
        return section.effective_until is None
    return (section.effective_from or "") <= as_of and (
        section.effective_until is None or as_of < section.effective_until
    )


def may_show(section: Section, audience: str, as_of: str | None = None) -> bool:
    """Says whether a reader may be shown a section on a day."""
    return section.citable and section.audience in ("all", audience) and in_force(section, as_of)


@dataclass(frozen=True, slots=True)
class Masks:
    """Which sections each reader may be shown, worked out once a reader and day."""

    sections: Sequence[Section]
    kept: dict[tuple[str, str | None], NDArray[np.intp]] = field(default_factory=dict, repr=False, compare=False)

    def places(self, audience: str, as_of: str | None = None) -> NDArray[np.intp]:
        """Finds the sections that a reader may be shown.

        Args:
            audience: The reader's group; sections for `all` are always allowed.
            as_of: ISO date on which a section must have been in force; None: in force now.

        Returns:
            Their places among the sections, ascending.
        """
        reader = audience, as_of
        if reader not in self.kept:
            if len(self.kept) >= _KEPT:
                self.kept.clear()
            self.kept[reader] = np.flatnonzero([may_show(section, audience, as_of) for section in self.sections])
        return self.kept[reader]
