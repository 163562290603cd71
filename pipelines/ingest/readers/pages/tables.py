"""Tables of a page: spans repeated, header rows joined, and tables that only lay a page out."""

from collections.abc import Iterator

from pipelines.ingest.blocks import Block
from pipelines.ingest.readers.pages.text import Node, printed_text
from pipelines.ingest.readers.word.tables import join_header

WIDEST_SPAN = 256
MOST_HEADER_ROWS = 3


def own_rows(table: Node) -> list[Node]:
    """Returns the rows of a table, without those of tables inside it."""
    rows = []
    for part in table.iter():
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in part.iter() if row.tag == "tr"]
    return rows


def cells_of(row: Node) -> list[Node]:
    """Returns the cells of a row."""
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def is_layout(table: Node) -> bool:
    """Says whether a table only places other tables."""
    return any(cell.css_first("table") is not None for row in own_rows(table) for cell in cells_of(row))


def table_of(table: Node) -> Iterator[Block]:
    """Yields a table.

    Args:
        table: The element.
    """
    grid: list[list[str]] = []
    heads: list[bool] = []
    down: dict[int, tuple[int, str]] = {}
    for row in own_rows(table):
        cells = cells_of(row)
        grid.append(_row(cells, down))
        in_head = row.parent is not None and row.parent.tag == "thead"
        heads.append(bool(cells) and (in_head or all(cell.tag == "th" for cell in cells)))
    if not any(grid):
        return
    width = max(len(row) for row in grid)
    rows = [tuple(row + [""] * (width - len(row))) for row in grid]
    stated = next((place for place, head in enumerate(heads) if not head), len(heads))
    count = min(stated, MOST_HEADER_ROWS, len(rows)) if stated else int(len(rows) > 1)
    caption = table.css_first("caption")
    text = "" if caption is None else " ".join(printed_text(caption).split("\n"))
    yield Block(kind="table", text=text, header=join_header(rows[:count]), rows=tuple(rows[count:]))


def _row(cells: list[Node], down: dict[int, tuple[int, str]]) -> list[str]:
    values: list[str] = []
    pending = list(cells)
    while pending or len(values) in down:
        left, text = down.get(len(values), (0, ""))
        if left:
            down[len(values)] = (left - 1, text)
            if left == 1:
                del down[len(values)]
            values.append(text)
            continue
        cell = pending.pop(0)
        text = printed_text(cell)
        across = min(_span(cell, "colspan"), WIDEST_SPAN)
        for _ in range(across):
            if _span(cell, "rowspan") > 1:
                down[len(values)] = (_span(cell, "rowspan") - 1, text)
            values.append(text)
    return values


def _span(cell: Node, name: str) -> int:
    text = cell.attributes.get(name) or "1"
    return max(int(text), 1) if text.isdecimal() else 1
