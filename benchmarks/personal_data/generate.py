"""Plants identifiers of invented people in sentences, tables, chats and file names, and keeps where each one is.

    python -m benchmarks.personal_data.generate --part tuning --rounds 2     # prints what it makes, to be looked at

`tuning.yaml` is what the detector was worked on with; `heldout.yaml` has other sentences, names and places.
"""

import argparse
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Literal

import yaml

from benchmarks.personal_data.values import DISGUISES, Maker, disguise
from pipelines.ingest.blocks import Block, Reading

Part = Literal["tuning", "heldout"]
HERE = Path(__file__).parent
SLOT = re.compile(r"\{(\w+)\}")
HOTLINES = ("02-0000-5810", "service@lanpan.example")
NUMBERS = ("national_id", "resident_id", "resident_old", "company_number", "mobile_plain", "card", "bank_account")
"""Kinds that are written in every disguise; the others in those that leave them readable."""
DISGUISED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(NUMBERS, DISGUISES),
    "mobile": ("plain", "full_width", "newline", "zero_width"),
    "landline": ("plain", "full_width", "newline", "zero_width"),
    "email": ("plain", "full_width", "zero_width"),
    "carrier": ("plain", "full_width", "lower", "zero_width"),
    "passport": ("plain", "full_width", "zero_width", "spaced"),
    "birth_date": ("plain", "full_width", "zero_width"),
    "plate": ("plain", "full_width", "lower", "zero_width"),
    "medical_record": ("plain", "full_width", "zero_width"),
    "address": ("plain", "full_width", "newline", "zero_width"),
    "address_en": ("plain", "zero_width"),
    "name": ("plain", "zero_width"),
}
KIND_OF = {
    "mobile_plain": "mobile", "mobile_excel": "mobile", "landline_cells": "landline", "resident_old": "resident_id",
    "address_short": "address", "address_en": "address", "name_again": "name", "name_spaced": "name",
    "name_en": "name", "name_western": "name", "surname": "surname", "surname_en": "surname",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A value that must not be read any more."""

    kind: str
    raw: str
    how: str
    """The kind's variant and its disguise, such as `mobile_plain/spaced`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A small document with what was planted in it."""

    reading: Reading
    plants: tuple[Plant, ...]
    literals: tuple[str, ...]
    """Everything else, in order: it must stay."""
    template: str


def samples(part: Part, *, rounds: int, seed: int = 7) -> list[Sample]:
    """Fills every template of a part so many times, each time with other values and disguises.

    Args:
        part: `tuning`, or `heldout`.
        rounds: How often each template is filled.
        seed: Of everything random.

    Returns:
        The samples, those without an identifier last.
    """
    lists = load(part)
    maker = Maker(Random(f"{part}{seed}"), lists)
    templates = [text for texts in lists["templates"].values() for text in texts]
    return [_fill(text, maker) for text in [*templates, *lists["negatives"]] for _ in range(rounds)]


@cache
def load(part: Part) -> dict[str, Any]:
    """Returns the templates and lists of a part."""
    return dict(yaml.safe_load((HERE / f"{part}.yaml").read_text(encoding="utf-8")))


def _fill(template: str, maker: Maker) -> Sample:
    plants: list[Plant] = []
    literals, text, end = [""], "", 0
    for slot in SLOT.finditer(template):
        between = template[end : slot.start()]
        end = slot.end()
        harmless = _harmless(slot[1], maker)
        if harmless is None:
            plants.append(_plant(slot[1], template, maker))
            literals[-1] += between
            literals.append("")
            text += between + plants[-1].raw
        else:
            literals[-1] += between + harmless
            text += between + harmless
    literals[-1] += template[end:]
    literals[0] = re.sub("^[tcb]:", "", literals[0])
    return Sample(
        reading=_reading(text + template[end:]), plants=tuple(plants), literals=tuple(literals), template=template
    )


def _plant(slot: str, template: str, maker: Maker) -> Plant:
    value = str(maker.pick(slot + "s" if slot == "surname" else "surnames_en")) if slot.startswith("surname") else ""
    value = value or getattr(maker, slot)()
    how = maker.random.choice(DISGUISED.get(slot, ("plain",)))
    # A break inside a cell, a message or a file name would be a break of the template's own.
    if how == "newline" and (template[:2] in ("t:", "c:") or template.endswith((".pdf", ".jpg", ".docx", ".xlsx"))):
        how = "plain"
    if how in ("spaced", "hyphens", "dots") and not value.isalnum():
        how = "plain"
    return Plant(kind=KIND_OF.get(slot, slot), raw=disguise(value, how, maker.random), how=f"{slot}/{how}")


def _harmless(slot: str, maker: Maker) -> str | None:
    """A value that is no identifier of anyone, or None where the slot is for one that is."""
    made = HARMLESS.get(slot)
    return made(maker, maker.random) if made else None


def _order(maker: Maker, random: Random) -> str:
    return random.choice((f"LP2024-{maker.digits(4)}", _day(random).strftime("%Y%m%d") + maker.digits(4)))


def _amount(maker: Maker, random: Random) -> str:
    return random.choice((f"NT${random.randint(1, 99)},{maker.digits(3)}", f"{random.randint(100, 999999)}"))


def _date(_: Maker, random: Random) -> str:
    day = _day(random)
    roc = f"{day.year - 1911}.{day:%m.%d}"
    return random.choice((f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日", roc, f"{day:%Y%m%d}"))


def _day(random: Random) -> date:
    return date(2019, 1, 1) + timedelta(days=random.randint(0, 2900))


HARMLESS: dict[str, Callable[[Maker, Random], str]] = {
    "doc": lambda _, random: f"{random.choice(('SOP-LOG', 'HR', 'FIN', 'SOP-QA', 'CRM'))}-{random.randint(1, 99):03d}",
    "order": _order,
    "invoice": lambda maker, random: f"{random.choice('ABQRTX')}{random.choice('BCDYZ')}-{maker.digits(8)}",
    "amount": _amount,
    "date": _date,
    "ext": lambda _, random: f"{random.randint(100, 9999)}",
    "law": lambda _, random: random.choice((str(random.randint(1, 86)), "三十八", "二十四之一")),
    "digits8": lambda maker, _: maker.digits(8),
    "hotline": lambda _, __: HOTLINES[0],
    "mailbox": lambda _, __: HOTLINES[1],
}


def _reading(text: str) -> Reading:
    head, body = text[:2], text[2:]
    if head == "t:":
        rows = [tuple(re.split(r"[|\t]", line)) for line in body.split("\n")]
        return Reading(blocks=(Block(kind="table", header=rows[0], rows=tuple(rows[1:])),))
    if head == "c:":
        said = [line.split("|", 1) for line in body.split("\n")]
        return Reading(blocks=(Block(kind="exchange", rows=tuple((who, "asker", words) for who, words in said)),))
    if head == "b:":
        return Reading(blocks=tuple(Block(kind="paragraph", text=line) for line in body.split("\n")))
    return Reading(blocks=(Block(kind="paragraph", text=text),))


def main() -> None:
    """Prints what is made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", choices=("tuning", "heldout"), default="tuning")
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    for sample in samples(options.part, rounds=options.rounds):
        print(sample.reading.blocks, [plant.how for plant in sample.plants])  # noqa: T201


if __name__ == "__main__":
    main()
