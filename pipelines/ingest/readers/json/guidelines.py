"""Guidelines of an agent desktop as JSON: flows, their subflows, and the actions of each as numbered steps."""

from collections.abc import Iterator
from typing import Any

from pipelines.ingest.blocks import Block, Hidden, Reading

NO_BUTTON = "N/A"


def recognises(content: Any) -> bool:  # noqa: ANN401
    """Says whether a file is of flows with subflows, each of which has actions."""
    if not isinstance(content, dict) or not content:
        return False
    subflows = [flow.get("subflows") if isinstance(flow, dict) else None for flow in content.values()]
    return all(isinstance(group, dict) for group in subflows) and all(
        isinstance(subflow, dict)
        and isinstance(subflow.get("actions"), list)
        and all(map(_is_action, subflow["actions"]))
        for group in subflows
        for subflow in (group or {}).values()
    )


def read_guidelines(content: dict[str, Any]) -> Reading:
    """Reads guidelines.

    Args:
        content: The file.

    Returns:
        A heading for each flow and subflow; below the latter its first instruction, its actions as steps with their
        details and the button they press, and its other instructions. The kinds of actions are not printed: hidden.
    """
    hidden = tuple(
        Hidden(kind="hidden_element", text=action["type"], locator=f"{flow} › {name}")
        for flow, known in content.items()
        for name, subflow in known["subflows"].items()
        for action in subflow["actions"]
        if isinstance(action.get("type"), str)
    )
    return Reading(blocks=tuple(_blocks(content)), hidden=hidden)


def _is_action(action: Any) -> bool:  # noqa: ANN401
    return isinstance(action, dict) and isinstance(action.get("text"), str)


def _blocks(content: dict[str, Any]) -> Iterator[Block]:
    for flow, known in content.items():
        yield Block(kind="heading", text=flow, level=1)
        if known.get("description"):
            yield Block(kind="paragraph", text=known["description"])
        for name, subflow in known["subflows"].items():
            yield Block(kind="heading", text=name, level=2)
            first, *others = subflow.get("instructions") or [""]
            if first:
                yield Block(kind="paragraph", text=first)
            for number, action in enumerate(subflow["actions"], 1):
                yield from _step(action, number)
            yield from (Block(kind="paragraph", text=text) for text in others)


def _step(action: dict[str, Any], number: int) -> Iterator[Block]:
    details, button = action.get("subtext") or [], action.get("button") or NO_BUTTON
    named = button == NO_BUTTON or any(f"[{button}]" in text for text in (action["text"], *details))
    text = " ".join(action["text"].split())
    yield Block(kind="item", label=f"{number}.", text=text if named else f"{text} [{button}]")
    yield from (Block(kind="item", text=" ".join(detail.split()), bullet=True, level=1) for detail in details)
