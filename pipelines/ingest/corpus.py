"""The corpus folder: its files in order, and `corpus.yaml`, in which a company says what its files are."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from pipelines.ingest.dates import iso_date
from pipelines.runtime.errors import UserError, did_you_mean

CORPUS_FILE = "corpus.yaml"
TOP_KEYS = ("documents", "hotlines")
MAPPING_KEYS = ("id", "title", "edition", "effective_from", "items", "label", "text", "heading")
"""What a mapping of JSON files may say: fields of the document, where its items are, and fields of an item."""
TEMPORARY = ("~$", ".")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What `corpus.yaml` states about the files that match a pattern; None where it states nothing."""

    file: str = ""
    """A pattern such as `HR-*.docx`, against the path relative to the corpus folder; `FILE!PART` inside a file."""
    id: str | None = None
    title: str | None = None
    edition: str | None = None
    effective_from: str | None = None
    supersedes: str | None = None
    audience: str | None = None
    citable: bool | None = None
    mapping: Mapping[str, str] | None = None
    """JSON files: which fields hold what, as in `{title: name, items: articles, label: number, text: content}`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusFile:
    """The content of `corpus.yaml`."""

    documents: tuple[Entry, ...] = ()
    hotlines: tuple[str, ...] = ()
    """The company's own numbers and mailboxes: no personal data."""

    def entry(self, source: str) -> Entry:
        """Returns what is stated about a file; of several patterns that match, a later one wins key by key."""
        stated: dict[str, Any] = {}
        for entry in self.documents:
            if fnmatch(source, entry.file):
                values = {field.name: getattr(entry, field.name) for field in fields(Entry)}
                stated |= {name: value for name, value in values.items() if value is not None}
        return Entry(**stated)


def files_of(folder: Path) -> list[Path]:
    """Returns the documents of a corpus folder, sorted by relative path; hidden and temporary files are no documents.

    Raises:
        UserError: There is no such folder, or no document in it.
    """
    hint = f"put documents into {folder}, or choose another folder with `corpus.path=`"
    if not folder.is_dir():
        raise UserError(f"the corpus folder {folder} does not exist", hint=hint)
    found = sorted(
        (path for path in folder.rglob("*") if path.is_file() and _is_document(path.relative_to(folder))),
        key=lambda path: path.relative_to(folder).as_posix(),
    )
    if not found:
        raise UserError(f"no documents in {folder}", hint=hint)
    return found


def _is_document(path: Path) -> bool:
    return path.as_posix() != CORPUS_FILE and not any(part.startswith(TEMPORARY) for part in path.parts)


def read_corpus_file(folder: Path, sources: list[str]) -> CorpusFile:
    """Reads `corpus.yaml`; a corpus without one states nothing.

    Args:
        folder: The corpus folder.
        sources: Paths of its documents, relative to it.

    Returns:
        What it states.

    Raises:
        UserError: It is no YAML, has unknown keys or wrong types, or a pattern matches no file; all at once.
    """
    path = folder / CORPUS_FILE
    if not path.is_file():
        return CorpusFile()
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f":{mark.line + 1}" if mark is not None else ""
        raise UserError(
            f"{path}{where} is not YAML", details=[getattr(error, "problem", None) or "not UTF-8"]
        ) from error
    if root is None:
        return CorpusFile()
    problems: list[str] = []
    top = _mapping(root, TOP_KEYS, problems)
    documents = tuple(_entry(node, sources, problems) for node in _items(top.get("documents"), problems))
    hotlines = tuple(str(node.value) for node in _items(top.get("hotlines"), problems))
    if problems:
        raise UserError(f"{path} cannot be used", details=problems, hint=f"keys of a document: {_keys()}")
    return CorpusFile(documents=documents, hotlines=hotlines)


def _keys() -> str:
    return ", ".join(field.name for field in fields(Entry))


def _mapping(node: yaml.Node, known: tuple[str, ...], problems: list[str]) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        problems.append(f"line {node.start_mark.line + 1}: expected keys and values")
        return {}
    found = {}
    for key, value in node.value:
        if key.value in known:
            found[key.value] = value
        else:
            guess = did_you_mean(str(key.value), known)
            problems.append(
                f"line {key.start_mark.line + 1}: unknown key `{key.value}`" + (f", {guess}" if guess else "")
            )
    return found


def _items(node: yaml.Node | None, problems: list[str]) -> list[yaml.Node]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        problems.append(f"line {node.start_mark.line + 1}: expected a list")
        return []
    return list(node.value)


def _entry(node: yaml.Node, sources: list[str], problems: list[str]) -> Entry:
    known = tuple(field.name for field in fields(Entry))
    before = len(problems)
    stated = _mapping(node, known, problems)
    values: dict[str, Any] = {}
    for name, value in stated.items():
        line = value.start_mark.line + 1
        if name == "mapping":
            values[name] = _field_names(value, problems)
        elif not isinstance(value, yaml.ScalarNode):
            problems.append(f"line {line}: `{name}` must be a single value")
        elif name == "citable":
            values[name] = _boolean(value, line, problems)
        elif name == "effective_from":
            values[name] = iso_date(value.value)
            if values[name] is None:
                problems.append(f"line {line}: `effective_from` must be a date such as 2024-07-01")
        else:
            values[name] = value.value
    if "file" not in values:
        if len(problems) == before:
            problems.append(f"line {node.start_mark.line + 1}: a document needs `file`")
    elif not _matches(values["file"], sources):
        problems.append(f"line {node.start_mark.line + 1}: no file matches `{values['file']}`")
    return Entry(**values)


def _field_names(node: yaml.Node, problems: list[str]) -> dict[str, str]:
    names = {name: value.value for name, value in _mapping(node, MAPPING_KEYS, problems).items()}
    line = node.start_mark.line + 1
    # The value of a node that is no scalar is a list of nodes.
    wrong = [name for name, value in names.items() if not isinstance(value, str) or not value]
    problems += [f"line {line}: `{name}` of a mapping must be the name of a field" for name in wrong]
    if isinstance(node, yaml.MappingNode) and "text" not in names:
        problems.append(f"line {line}: a mapping needs `text`, the field that holds it")
    return names


def _matches(pattern: str, sources: list[str]) -> bool:
    # What is inside a file is not known yet; `FILE!PART` must match at least its file.
    return any(fnmatch(source, whole) for source in sources for whole in (pattern, pattern.partition("!")[0]))


def _boolean(node: yaml.ScalarNode, line: int, problems: list[str]) -> bool | None:
    if node.value.lower() not in ("true", "false"):
        problems.append(f"line {line}: `citable` must be true or false")
        return None
    return bool(node.value.lower() == "true")
