from pathlib import Path

from eval.definitions import DEFINITIONS

PAGE = Path(__file__).parents[2] / "docs" / "decisions" / "metrics.md"


def test_every_number_has_one_name_a_source_a_direction_and_a_range() -> None:
    assert len({one.name for one in DEFINITIONS}) == len(DEFINITIONS)
    for one in DEFINITIONS:
        assert one.source, one.name
        assert one.direction in ("higher", "lower"), one.name
        assert one.low < one.high, one.name


def test_every_number_is_explained_on_the_page_of_metrics() -> None:
    page = PAGE.read_text(encoding="utf-8")
    missing = [one.name for one in DEFINITIONS if f"`{one.name}`" not in page]
    assert missing == []
