"""Text of documents stays text in a table and in a fence."""

from pipelines.dataset.card.markdown import share, table, verbatim


def test_a_cell_keeps_its_bars_and_loses_its_line_breaks() -> None:
    assert table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"
    assert table(("a",), []) == "None."


def test_figures_stand_to_the_right() -> None:
    assert table(("a", "b"), [("faq", "12 (3%)")]).splitlines()[1] == "| --- | ---: |"


def test_a_fence_is_longer_than_any_in_the_text() -> None:
    assert verbatim("a ```` b").splitlines()[0] == "`````text"


def test_a_share_of_nothing_is_none() -> None:
    assert share(0, 0) == "–"
