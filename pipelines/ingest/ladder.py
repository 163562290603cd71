"""The ladder: which headings and numbered paragraphs enclose the one at hand."""

import re
from dataclasses import dataclass, field

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import is_absolute, shape

DECIMALS = re.compile(r"^§?(\d+(?:\.\d+)+)\.?$|^§?(\d+)\.?$")
# Words that say how high a label stands, whatever list it belongs to.
RANKS = (
    (re.compile(r"^(第.+編|附[件錄表]|Part|Appendix|Annex|Schedule)", re.IGNORECASE), 0),
    (re.compile(r"^(第.+章|Chapter)", re.IGNORECASE), 1),
    (re.compile(r"^第.+節"), 2),
    (re.compile(r"^(第.+條|Article)", re.IGNORECASE), 3),
    (re.compile(r"^Section", re.IGNORECASE), 4),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """An open heading or numbered paragraph."""

    block: Block

    @property
    def is_heading(self) -> bool:
        """True for a heading, numbered or not."""
        return self.block.kind == "heading"


@dataclass(slots=True, kw_only=True)
class Ladder:
    """The open rungs, outermost first."""

    rungs: list[Rung] = field(default_factory=list)

    def climb(self, block: Block) -> tuple[Rung, ...]:
        """Returns the rungs that enclose a block, and opens the block's own where it has a label or is a heading."""
        if block.kind != "heading" and not block.label:
            return tuple(self.rungs)
        place = self._heading_place(block) if block.kind == "heading" else self._item_place(block)
        self.rungs[place:] = [Rung(block=block)]
        return tuple(self.rungs[:-1])

    def _heading_place(self, block: Block) -> int:
        for place, rung in enumerate(self.rungs):
            if not rung.is_heading or rung.block.level >= block.level:
                return place
        return len(self.rungs)

    def _item_place(self, block: Block) -> int:
        for place, rung in enumerate(self.rungs):
            if _same_level(rung, block):
                return place
        rank = _rank(block.label)
        if rank is not None:
            return self._ranked_place(rank)
        return self._decimal_place(block.label)

    def _ranked_place(self, rank: int) -> int:
        if rank == 0:
            # An annex closes everything, but for the heading that announces it.
            announced = self.rungs and self.rungs[-1].is_heading and not self.rungs[-1].block.label
            return len(self.rungs) if announced else 0
        for place, rung in enumerate(self.rungs):
            own = _rank(rung.block.label)
            if (own is not None and own >= rank) or (own is None and not rung.is_heading):
                return place
        return len(self.rungs)

    def _decimal_place(self, label: str) -> int:
        numbers = _decimals(label)
        if len(numbers) > 1:
            for place, rung in enumerate(self.rungs):
                other = _decimals(rung.block.label)
                if other and other != numbers[: len(other)]:
                    return place
        return len(self.rungs)


def _same_level(rung: Rung, block: Block) -> bool:
    if rung.block.series and block.series:
        return rung.block.series == block.series
    if rung.is_heading and not is_absolute(block.label):
        # `1.` under the heading `1.` is a step of it, not the next heading.
        return False
    return shape(rung.block.label) == shape(block.label)


def _rank(label: str) -> int | None:
    return next((rank for pattern, rank in RANKS if pattern.match(label)), None)


def _decimals(label: str) -> list[str]:
    match = DECIMALS.match(label)
    return (match.group(1) or match.group(2)).split(".") if match else []
