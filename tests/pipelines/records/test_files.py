"""Records are read strictly and written so that equal records are equal bytes."""

import math
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.records import Score, Source, read_json, read_records, write_json, write_records
from pipelines.runtime.errors import UserError

TEXT = st.text(st.characters(codec="utf-8"), max_size=30)


def source(text: str) -> Source:
    return Source(key="SOP-LOG-001 §4.3", section_id="SOP-LOG-001@2#4.3", heading="出貨", text=text, golden=True)


@given(texts=st.lists(TEXT, max_size=5))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_again(tmp_path: Path, texts: list[str]) -> None:
    """Any text, so that line separators inside one do not tear its line apart."""
    path = tmp_path / "sources.jsonl"
    records = [source(text) for text in texts]
    write_records(path, records)
    assert read_records(path, Source) == records


def test_chinese_is_written_as_it_is_and_keys_are_sorted(tmp_path: Path) -> None:
    path = tmp_path / "sources.jsonl"
    write_records(path, [source("24 小時")])
    line = path.read_text(encoding="utf-8")
    assert "24 小時" in line
    assert line.index('"golden"') < line.index('"heading"') < line.index('"key"') < line.index('"text"')


def test_a_value_that_is_no_number_cannot_be_written(tmp_path: Path) -> None:
    score = Score(question_id="q", arm="base", metric="grounded", value=math.nan)
    with pytest.raises(ValueError, match="JSON"):
        write_records(tmp_path / "scores.jsonl", [score])


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ('{"key": "K", "section_id": "S", "heading": "H"}', "text: Field required"),
        ('{"key": "K", "section_id": "S", "heading": "H", "text": "T", "new": 1}', "new: Unexpected"),
        ('{"key": "K", "section_id": "S", "heading": "H", "text": 3}', "text: Input should be a valid string"),
        ("not json", "the line: Invalid JSON"),
    ],
)
def test_a_wrong_line_is_named_with_its_number_and_field_and_without_its_text(
    tmp_path: Path, line: str, field: str
) -> None:
    path = tmp_path / "sources.jsonl"
    write_records(path, [source("good")])
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(UserError) as caught:
        read_records(path, Source)
    assert caught.value.message == f"{path}:2 is not a Source"
    assert caught.value.details[0].startswith(field)


def test_a_missing_file_names_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        read_records(tmp_path / "sources.jsonl", Source)
    with pytest.raises(UserError, match="does not exist"):
        read_json(tmp_path / "card.json", Source)


def test_one_record_has_a_file_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "source.json"
    write_json(path, source("24 小時"))
    assert read_json(path, Source) == source("24 小時")
    path.write_text('{"key": 1}', encoding="utf-8")
    with pytest.raises(UserError, match="is not a Source"):
        read_json(path, Source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nested:
    sources: tuple[Source, ...]


def test_records_inside_records_are_as_strict(tmp_path: Path) -> None:
    path = tmp_path / "nested.jsonl"
    write_records(path, [Nested(sources=(source("T"),))])
    assert read_records(path, Nested) == [Nested(sources=(source("T"),))]
    changed = path.read_text(encoding="utf-8").replace('"golden": true', '"golden": true, "new": 1')
    path.write_text(changed, encoding="utf-8")
    with pytest.raises(UserError, match="is not a Nested"):
        read_records(path, Nested)
