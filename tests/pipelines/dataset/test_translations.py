"""Sections in two languages are mates where their places and values agree."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dataset.groups import group
from pipelines.dataset.translations import place_of, translations
from pipelines.records import Section

Make = Callable[..., Section]

_ZH = ("試用期間為 3 個月。", "加班費為 34%。", "每日工時 8 小時。", "雇主應備置名卡。")
_EN = ("Probation lasts 3 months.", "Overtime pays 34%.", "A day has 8 hours.", "Employers keep a roster.")


def law(section: Make, texts: tuple[str, ...], *, english: bool) -> list[Section]:
    """A law, article by article."""
    name, label = ("Labor Act", "Article {}") if english else ("勞動法", "第{}條")
    return [
        section(
            f"{name} {label.format(n)}",
            text,
            id=f"{name}#{n}",
            document=name,
            language="en" if english else "zh",
            heading_path=(label.format(n),),
        )
        for n, text in enumerate(texts, 1)
    ]


def test_an_article_and_its_translation_are_mates_even_without_a_value(section: Make) -> None:
    made = [*law(section, _ZH, english=False), *law(section, _EN, english=True)]
    pairs = {(one, other) for one, other in translations(made) if one.startswith("勞")}
    assert pairs == {(f"勞動法#{n}", f"Labor Act#{n}") for n in (1, 2, 3, 4)}
    groups = group(made, 0.5)
    assert groups.name("勞動法#4") == groups.name("Labor Act#4")


def test_documents_that_agree_at_few_places_are_not_aligned(section: Make) -> None:
    other = ("Probation lasts 3 months.", "Overtime pays 50%.", "A day has 7 hours.", "Employers keep a roster.")
    assert list(translations([*law(section, _ZH, english=False), *law(section, other, english=True)])) == []


def test_items_in_one_language_are_mates_of_the_whole_clause_in_the_other(section: Make) -> None:
    zh, en = law(section, _ZH, english=False), law(section, _EN, english=True)
    item = section("Labor Act Article 4 2", "name", id="item", document="Labor Act", language="en")
    assert ("item", "勞動法#4") in set(translations([*zh, *en, item]))


def test_three_values_that_only_two_sections_have_are_enough_without_numbering(section: Make) -> None:
    zh = section("A 服務›退款", "須於 3 個工作日內退款，手續費 NT$150，上限 20%。", id="zh")
    en = section("B Refunds", "Refunds take 3 working days, cost NT$150, at most 20%.", id="en", language="en")
    few = section("C Other", "It costs NT$150.", id="few", language="en")
    assert list(translations([zh, en, few])) == [("zh", "en")]


@settings(max_examples=50)
@given(st.integers(1, 99), st.integers(1, 9))
def test_a_place_is_the_same_in_every_spelling(article: int, item: int) -> None:
    from pipelines.language.counterfactual import _chinese
    from tests.pipelines.dataset.conftest import make_section

    keys = (f"X 第{article}條 {item}", f"X Article {article} {item}", f"X §{article}.{item}")
    spelt = make_section(f"X 第{_chinese(article)}條 {_chinese(item)}", "")
    assert {place_of(make_section(key, "")) for key in keys} == {(article, item)} == {place_of(spelt)}
