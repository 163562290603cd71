"""What `--help` of a stage says: its configuration, read from the schema without composing anything."""

from dataclasses import MISSING
from inspect import cleandoc
from typing import Any

from pipelines.runtime.choices import Tree
from pipelines.runtime.config import CONFIGS
from pipelines.runtime.problems import shown
from pipelines.runtime.schema import docs_of, in_words, keys_of, walk


def page(name: str, schema: type[Any], doc: str) -> str:
    """Returns the help page of a stage.

    Args:
        name: The stage's name.
        schema: The frozen dataclass of its configuration.
        doc: What the stage does.
    """
    lines = [f"usage: python -m pipelines.{name} [GROUP=CHOICE] [GROUP.KEY=VALUE] …", "", cleandoc(doc or "")]
    tree = Tree(CONFIGS)
    groups = [key for key in keys_of(schema).values() if key.is_group]
    if groups:
        lines += ["", "groups (a choice is a file in configs/GROUP):"]
        lines += [f"  {key.name:<12} {', '.join(tree.choices(key.name))}" for key in groups]
    lines += ["", "keys:"]
    for path, key, owner in walk(schema):
        default = "no default" if key.default is MISSING else f"default {shown(key.default)}"
        lines.append(f"  {path}: {in_words(key.type)} ({default})")
        lines += [f"      {doc}" for doc in [docs_of(owner).get(key.name)] if doc]
    return "\n".join(lines) + "\n"
