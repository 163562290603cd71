"""Guidelines of an agent desktop as JSON: flows, their subflows, and the actions of each as numbered steps."""

from collections.abc import Iterator
from typing import Any

from pipelines.ingest.blocks import Block, Reading
from pipelines.ingest.readers.json.values import unused

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
        details and the button they press, and its other instructions. The kind of an action, and a button that its
        text names already, are hidden.
    """
    hidden = tuple(
        hidden
        for flow, known in content.items()
        for name, subflow in known["subflows"].items()
        for action in subflow["actions"]
        for hidden in unused(action, _printed(action), f"{flow} › {name}")
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
    text = " ".join(action["text"].split())
    button = f" [{action['button']}]" if "button" in _printed(action) else ""
    yield Block(kind="item", label=f"{number}.", text=text + button)
    for detail in action.get("subtext") or []:
        yield Block(kind="item", text=" ".join(detail.split()), bullet=True, level=1)


def _printed(action: dict[str, Any]) -> set[str]:
    button, texts = action.get("button") or NO_BUTTON, (action["text"], *(action.get("subtext") or []))
    named = button == NO_BUTTON or any(f"[{button}]" in text for text in texts)
    return {"text", "subtext"} if named else {"text", "subtext", "button"}
