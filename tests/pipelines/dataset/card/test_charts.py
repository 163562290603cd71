"""Charts are well-formed, hold their numbers, and have the same bytes every time."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from pipelines.dataset.card.charts import WIDTH, Panel, Series, bars, histogram

SVG = "{http://www.w3.org/2000/svg}"
SERIES = (Series(name="answered", colour="#0b5fa5"), Series(name="refused", colour="#b5421b"))


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: str) -> list[str]:
    return [node.text or "" for node in drawn(svg).iter(f"{SVG}text")]


def widths(svg: str, colour: str) -> list[float]:
    found = [node for node in drawn(svg).iter(f"{SVG}rect") if node.get("height") == "16"]
    return [float(node.get("width", "0")) for node in found if node.get("fill") == colour]


def test_bars_are_as_long_as_their_numbers_and_end_with_their_sum() -> None:
    svg = bars("表格 & <more>", SERIES, [Panel(name="training", rows=[("表格", (30, 10)), ("faq", (60, 0))])])
    assert widths(svg, "#0b5fa5")[1] == 2 * widths(svg, "#0b5fa5")[0]
    assert abs(widths(svg, "#b5421b")[0] * 3 - widths(svg, "#0b5fa5")[0]) < 0.2
    assert {"表格", "faq", "40", "60", "表格 & <more>", "training"} <= {*texts(svg)}


def test_a_limit_near_the_lengths_is_a_line_and_one_far_away_is_named_at_the_edge() -> None:
    lengths = [(SERIES[0], [700, 800])]
    assert "limit 900" in texts(histogram("t", "tokens", lengths, 900))
    assert "limit 32,768, further right →" in texts(histogram("t", "tokens", lengths, 32_768))


@given(st.lists(st.integers(0, 5000), max_size=60), st.integers(1, 10_000))
def test_every_length_is_in_a_bin_and_nothing_leaves_the_picture(numbers: list[int], limit: int) -> None:
    svg = histogram("t", "tokens", [(SERIES[0], numbers), (SERIES[1], [])], limit)
    columns = [node for node in drawn(svg).iter(f"{SVG}rect") if node.get("class") == "bin"]
    counts = [int((node.findtext(f"{SVG}title") or "0").replace(",", "")) for node in columns]
    assert sum(counts) == len(numbers)
    for node in drawn(svg).iter(f"{SVG}rect"):
        if node.get("x"):
            assert 0 <= float(node.get("x", "")) + float(node.get("width", "")) <= WIDTH
    assert svg == histogram("t", "tokens", [(SERIES[0], numbers), (SERIES[1], [])], limit)


@given(st.lists(st.tuples(st.text(max_size=8), st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=9))
def test_bars_of_any_size_and_label_stay_in_the_picture(rows: list[tuple[str, int, int]]) -> None:
    panel = Panel(name="training", rows=[(_printable(label), (one, other)) for label, one, other in rows])
    svg = bars("t", SERIES, [panel, panel, panel])
    for node in drawn(svg).iter(f"{SVG}rect"):
        if node.get("x"):
            assert float(node.get("x", "")) + float(node.get("width", "")) <= WIDTH


def _printable(text: str) -> str:
    return "".join(letter for letter in text if letter.isprintable())
