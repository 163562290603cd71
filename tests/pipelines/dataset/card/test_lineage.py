"""The card says what a dataset was made from, and shows examples as the model reads them."""

from dataclasses import replace

from pipelines.dataset.card.lineage import DRAWN, Made, examples_part, made_from_part, traced_part
from pipelines.dataset.config import Config
from pipelines.language.citations import with_handles


def test_inputs_seed_and_changed_keys_are_named(made: Made) -> None:
    text = made_from_part(made)
    assert "| sections | `5ec` |" in text
    assert "`da7a`" in text
    assert "Seed 7; " in text
    assert "| dataset.examples | 60 |" in text
    assert "dataset.held_out_per_group" not in text
    assert "None." in made_from_part(replace(made, config=Config()))


def test_the_configurations_hash_is_of_what_makes_the_dataset(made: Made) -> None:
    def hash_of(one: Made) -> str:
        return made_from_part(one).split("| configuration | `")[1].split("`")[0]

    elsewhere = replace(made.config, data_dir="/elsewhere", export="alpaca")
    assert hash_of(replace(made, config=elsewhere)) == hash_of(made)
    assert hash_of(replace(made, config=replace(made.config, seed=8))) != hash_of(made)


def test_examples_are_shown_verbatim_and_drawn_by_the_seed(made: Made) -> None:
    text = examples_part(made)
    shown = [example for example in made.dataset.train if f"`{example.id}`" in text]
    assert len(shown) == DRAWN
    for example in shown:
        assert f"{example.question}\n" in text
        assert with_handles(example.answer, [source.key for source in example.sources]) in text
    other = examples_part(replace(made, config=replace(made.config, seed=8)))
    assert other != text


def test_an_example_is_traced_to_its_paragraph(made: Made) -> None:
    text = traced_part(made)
    example = next(one for one in made.dataset.train if f"example `{one.id}`" in text)
    section = made.by_id[example.lineage[0]]
    assert f"section `{section.id}`, key {section.key}" in text
    assert f"`{section.source}`" in text
    assert " ".join(example.quotes[0].split()) in text


def test_a_side_says_which_documents_it_rests_on(made: Made) -> None:
    rows = made_from_part(made)
    documents = {made.by_id[id_].document for example in made.dataset.train for id_ in example.lineage}
    sections = {id_ for example in made.dataset.train for id_ in example.lineage}
    assert f"| training | {len(made.dataset.train)} | {len(sections)} | {len(documents)} |" in rows
