from pathlib import Path

import pytest

from pipelines.ingest.corpus import MAPPING_KEYS, CorpusFile, read_corpus_file
from pipelines.runtime.errors import UserError


def corpus(folder: Path, text: str) -> CorpusFile:
    (folder / "corpus.yaml").write_text(text, encoding="utf-8")
    return read_corpus_file(folder, ["zh/N1.json", "a.md"])


def test_a_mapping_is_stated_for_the_files_that_match(tmp_path: Path) -> None:
    mapping = "{id: 法規名稱, items: 法規內容, label: 條號, text: 條文內容}"
    stated = corpus(tmp_path, f"documents:\n  - {{file: zh/*.json, mapping: {mapping}}}\n")
    assert stated.entry("zh/N1.json").mapping == {
        "id": "法規名稱",
        "items": "法規內容",
        "label": "條號",
        "text": "條文內容",
    }
    assert stated.entry("a.md").mapping is None


def test_of_two_mappings_the_later_one_wins_whole(tmp_path: Path) -> None:
    text = "documents:\n  - {file: '*.json', mapping: {label: a, text: b}}\n  - {file: zh/*, mapping: {text: c}}\n"
    assert corpus(tmp_path, text).entry("zh/N1.json").mapping == {"text": "c"}


def test_mistakes_in_a_mapping_are_named_with_their_lines(tmp_path: Path) -> None:
    text = (
        "documents:\n"
        "  - file: zh/*.json\n"
        "    mapping: {lable: 條號, items: [a], title: ''}\n"
        "  - file: a.md\n"
        "    mapping: text\n"
    )
    with pytest.raises(UserError) as caught:
        corpus(tmp_path, text)
    assert str(caught.value).split("\n")[1:6] == [
        "  line 3: unknown key `lable`, did you mean `label`?",
        "  line 3: `items` of a mapping must be the name of a field",
        "  line 3: `title` of a mapping must be the name of a field",
        "  line 3: a mapping needs `text`, the field that holds it",
        "  line 5: expected keys and values",
    ]


@pytest.mark.parametrize("name", MAPPING_KEYS)
def test_every_key_of_a_mapping_is_taken(tmp_path: Path, name: str) -> None:
    stated = corpus(
        tmp_path,
        f"documents:\n  - {{file: zh/*, mapping: {{text: t, {name}: field}}}}\n".replace("text: t, text", "text"),
    )
    assert (stated.entry("zh/N1.json").mapping or {})[name] == "field"
