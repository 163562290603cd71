"""What `--help` of a stage says: its configuration, read from the schema without composing anything."""

from dataclasses import MISSING
from typing import Any

from pipelines.runtime.choices import Tree
from pipelines.runtime.config import CONFIGS
from pipelines.runtime.problems import shown
from pipelines.runtime.schema import Key, docs_of, in_words, keys_of, walk


def page(name: str, schema: type[Any], doc: str) -> str:
    """Returns the help page of a stage.

    Args:
        name: The stage's name.
        schema: The frozen dataclass of its configuration.
        doc: What the stage does.
    """
    lines = [f"usage: python -m pipelines.{name} [GROUP=CHOICE] [GROUP.KEY=VALUE] …", "", doc.strip()]
    groups = [key.name for key in keys_of(schema).values() if key.is_group]
    if groups:
        tree = Tree(CONFIGS)
        lines += ["", "groups (a choice is a file in configs/GROUP):"]
        lines += [f"  {group}: {_choices(tree, group)}" for group in groups]
    lines += ["", "keys:"]
    for path, key, owner in walk(schema):
        lines.append(f"  {path}: {in_words(key.type)} ({_default(path, key)})")
        lines += [f"      {text}" for text in [docs_of(owner).get(key.name)] if text]
    return "\n".join(lines) + "\n"


def _choices(tree: Tree, group: str) -> str:
    chosen = tree.chosen.get(group) or tree.defaults.get(group)
    others = [choice for choice in tree.choices(group) if choice != chosen]
    return f"{chosen} (others: {', '.join(others)})" if others else str(chosen)


def _default(path: str, key: Key) -> str:
    if key.default is MISSING:
        return f"each file in configs/{path.partition('.')[0]} says it" if "." in path else "no default"
    return f"default {shown(key.default)}"
