"""The outline: a document's blocks as a tree, each under the heading or number that encloses it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipelines.ingest.blocks import Block
from pipelines.ingest.labels import is_absolute, with_label
from pipelines.ingest.ladder import Ladder, Rung

LONGEST_ITEM_HEADING = 24
LONGEST_CAPTION = 40
SENTENCE_END = re.compile(r"[。；;.!?！？]$")
QUESTION_END = re.compile(r"[?？]$")
CLOSED_LIST = "list/"
"""How the series of lists begin whose format says where they end."""
ENDS = tuple("。；;.!?！？：:，,")


@dataclass(slots=True, kw_only=True)
class Node:
    """A heading or numbered paragraph with everything below it; the root has no block."""

    block: Block | None = None
    parent: "Node | None" = None
    parts: list["Block | Node"] = field(default_factory=list)
    """Text, tables and lower nodes in printed order."""

    @property
    def label(self) -> str:
        """The printed number, empty where there is none."""
        return self.block.label if self.block is not None else ""

    @property
    def children(self) -> list["Node"]:
        """The lower nodes."""
        return [part for part in self.parts if isinstance(part, Node)]

    @property
    def blocks(self) -> list[Block]:
        """The node's own text and tables."""
        return [part for part in self.parts if isinstance(part, Block)]

    @property
    def heading(self) -> str:
        """The node's text where it is a heading; empty where it is a sentence of its own."""
        if self.block is None or not self.block.text:
            return ""
        text, is_sentence = self.block.text, SENTENCE_END.search(self.block.text)
        if self.block.kind == "heading":
            # Handbooks put questions into headings; other sentences, and a heading over nothing, are text.
            return text if self.parts and (not is_sentence or QUESTION_END.search(text)) else ""
        if is_sentence or not self.parts or len(text) > LONGEST_ITEM_HEADING or not self._opens_a_part():
            return ""
        # A colon leads in to what follows, unless that stands for itself.
        leads_in = text.endswith(("：", ":")) and not any(is_absolute(child.label) for child in self.children)
        return "" if leads_in else text.rstrip("：:")

    def _opens_a_part(self) -> bool:
        return is_absolute(self.label) or bool(self.parent and self.parent.block is None)

    @property
    def path(self) -> tuple["Node", ...]:
        """The nodes from the outermost to this one, without the root."""
        above = self.parent.path if self.parent is not None else ()
        return (*above, self) if self.block is not None else above

    @property
    def is_relative_item(self) -> bool:
        """True for a list item whose number means nothing without what encloses it."""
        return self.block is not None and self.block.kind == "item" and not is_absolute(self.label)

    def below(self) -> Iterator["Node"]:
        """Yields all lower nodes in printed order."""
        for child in self.children:
            yield child
            yield from child.below()


def build(blocks: Sequence[Block]) -> Node:
    """Builds the tree of a document.

    Args:
        blocks: Its text, in printed order.

    Returns:
        The root.
    """
    root = Node()
    nodes: dict[int, Node] = {}
    ladder = Ladder()
    marks = {mark for block in blocks for mark in block.notes}
    notes = {block.label: block for block in blocks if block.where == "footnote" and block.label in marks}
    current = root
    for block in _captioned(blocks):
        if block.where == "footnote" and block.label in notes:  # it stands where its mark is
            continue
        if block.where == "body" and (block.kind == "heading" or (block.kind == "item" and block.label)):
            parent = _parent(ladder.climb(block), nodes, root)
            current = Node(block=block, parent=parent)
            parent.parts.append(current)
            nodes[id(block)] = current
        else:
            current = _around_lists(current) if _ends_lists(block) else current
            current.parts.append(block)
        current.parts += [_note(notes[mark]) for mark in block.notes if mark in notes]
    return root


def _captioned(blocks: Sequence[Block]) -> Iterator[Block]:
    """Gives each table the short line right above it as its caption."""
    waiting: Block | None = None
    for block in blocks:
        if block.where == "table":  # the table's own block carries its cells
            continue
        if waiting is not None and block.kind == "table" and not block.text:
            yield replace(block, text=waiting.text, notes=(*waiting.notes, *block.notes))
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = block if _may_be_caption(block) else None
        if waiting is None:
            yield block
    if waiting is not None:
        yield waiting


def _may_be_caption(block: Block) -> bool:
    plain = block.kind == "paragraph" and not block.label and block.where == "body"
    return plain and len(block.text) <= LONGEST_CAPTION and not block.text.endswith(ENDS)


def _parent(enclosing: Sequence[Rung], nodes: dict[int, Node], root: Node) -> Node:
    return nodes[id(enclosing[-1].block)] if enclosing else root


def _ends_lists(block: Block) -> bool:
    """A paragraph that its format puts outside of every list; the text of a list item has its list's series."""
    return block.kind != "item" and block.where == "body" and not block.series


def _around_lists(node: Node) -> Node:
    """The nearest node that is no item of a list with stated ends, such as those of Markdown and HTML."""
    while node.parent is not None and node.block is not None and node.block.series.startswith(CLOSED_LIST):
        node = node.parent
    return node


def _note(block: Block) -> Block:
    return Block(kind="paragraph", text=with_label(f"註{block.label}：", block.text))
