"""Practice companies: documents of firms that do not exist, in Chinese or English, drawn from `words.yaml`.

Their rules mean little; what a model learns from them is the craft: find the row, copy the value, count the step, cite
the key, and refuse when the name asked about is only similar.
"""

import csv
import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import yaml

CODE_LETTERS = "ABCDEFGHKLMNPRSTVX"
LANGUAGES = ("zh", "en", "zh", "en", "zh")
"""Language of company n is that of place n modulo five."""

Words = dict[str, Any]
Table = tuple[list[str], list[list[str]]]
Value = Callable[[random.Random, Words, str], str]
"""Draws a value: from a generator, the words of a language, and the language."""


def write_company(place: int, folder: Path) -> None:
    """Writes the documents of one company: four Markdown documents, three tables and a FAQ.

    Args:
        place: Number of the company; the same number writes the same bytes.
        folder: Where to.
    """
    language = LANGUAGES[place % len(LANGUAGES)]
    text = Path(__file__).with_name("words.yaml").read_text(encoding="utf-8")
    company = _Company(yaml.safe_load(text)[language], language, random.Random(1000 + place))
    folder.mkdir(parents=True)
    for _ in range(4):
        company.document(folder)
    for _ in range(3):
        company.table_file(folder)
    company.faq(folder)


class _Company:
    """Draws one company's words; everything comes from one generator, in the order in which it is written."""

    def __init__(self, words: Words, language: str, draw: random.Random) -> None:
        self.words = words
        self.language = language
        self.chinese = language == "zh"
        self.draw = draw

    def document(self, folder: Path) -> None:
        """Writes a Markdown document of four parts: rules, numbered steps, or a table."""
        words, draw = self.words, self.draw
        title = f"{draw.choice(words['topics'])}{'' if self.chinese else ' '}{draw.choice(words['titles'])}"
        numbering = draw.choice(["decimal", "article", "none"])
        lines, article = [f"# {title}", ""], 0
        for part, topic in enumerate(draw.sample(words["topics"], 4), 1):
            lines += [f"## {part}. {topic}" if numbering == "decimal" else f"## {topic}", ""]
            what = draw.choice(["rules", "rules", "steps", "table"]) if part > 1 else "rules"
            if what == "steps":
                steps = enumerate(self._sentences("steps", draw.randrange(4, 7)), 1)
                lines += [*(f"{place}. {step}" for place, step in steps), ""]
            elif what == "table":
                lines += [*_markdown(self._table()), ""]
            else:
                for rule in range(1, draw.randrange(3, 6)):
                    article += 1
                    label = {"decimal": f"{part}.{rule} ", "none": ""}.get(numbering, f"第{article}條 ")
                    said = ("" if self.chinese else " ").join(self._sentences("rules", draw.choice([1, 1, 2])))
                    lines += [(label if self.chinese or numbering == "decimal" else "") + said, ""]
        _path(folder, self._id(), title, "md").write_text("\n".join(lines), encoding="utf-8")

    def table_file(self, folder: Path) -> None:
        """Writes a table as CSV."""
        header, rows = self._table()
        _write_csv(_path(folder, self._id(), self.draw.choice(self.words["topics"]), "csv"), [header, *rows])

    def faq(self, folder: Path) -> None:
        """Writes questions with their answers as CSV."""
        answers: dict[str, str] = {}
        for _ in range(14):
            fields = self._fields()
            question, answer = (text.format(**fields) for text in self.draw.choice(self.words["questions"]))
            answers.setdefault(question, answer)
        header = ("問題", "答案") if self.chinese else ("Question", "Answer")
        path = _path(folder, f"FAQ-{self.draw.randrange(1, 999):03}", "FAQ", "csv")
        _write_csv(path, [header, *answers.items()])

    def _id(self) -> str:
        return f"{self._letters()}-{self.draw.randrange(1, 999):03}"

    def _letters(self) -> str:
        return "".join(self.draw.choice(CODE_LETTERS) for _ in range(self.draw.choice([1, 2, 2, 3])))

    def _sentences(self, kind: str, number: int) -> list[str]:
        return [self.draw.choice(self.words[kind]).format(**self._fields()) for _ in range(number)]

    def _fields(self) -> dict[str, str]:
        """Draws a word for every name that a sentence of `words.yaml` may mention."""
        words, draw = self.words, self.draw
        kinds = {"role": "roles", "department": "departments", "object": "objects", "event": "events"}
        fields = {name: draw.choice(words[plural]) for name, plural in kinds.items()}
        fields["remark"] = draw.choice(words["remarks"])
        fields["action"], fields["then"] = draw.sample(words["actions"], 2)
        fields["time"] = self._value(draw.choice(["hours", "days", "weeks"]))
        fields["span"] = self._value(draw.choice(["hours", "days", "weeks", "months", "years"]))
        fields["money"], fields["percent"] = self._value("money"), self._value("percent")
        fields["count"] = str(draw.randrange(1, 61))
        return fields | {name.capitalize(): fields[name][0].upper() + fields[name][1:] for name in ("role", "action")}

    def _table(self) -> Table:
        columns = self.draw.sample(sorted(self.words["columns"]), self.draw.randrange(2, 6))
        kinds = [self.words["columns"][column] for column in columns]
        rows = [[name, *map(self._value, kinds)] for name in self._row_names(self.draw.randrange(4, 9))]
        return [self.draw.choice(self.words["first_columns"]), *columns], rows

    def _row_names(self, number: int) -> list[str]:
        """Draws names that are easily mistaken for each other: codes of one family, kinds of one thing, plans."""
        words, draw = self.words, self.draw
        space = "" if self.chinese else " "
        kind = draw.choice(["code", "coded thing", "thing", "plan"])
        if kind == "code":
            letters, first, step, width = self._letters(), draw.randrange(1, 900), draw.choice([1, 1, 2, 5, 10]), 3
            return [f"{letters}-{first + place * step:0{width}}" for place in range(number)]
        if kind == "coded thing":
            thing, letters, first = draw.choice(words["things"]), self._letters(), draw.randrange(10, 90)
            return [f"{thing} {letters}-{first + place * 10}" for place in range(number)]
        if kind == "thing":
            thing = draw.choice(words["things"])
            return [f"{quality}{space}{thing}".capitalize() for quality in draw.sample(words["qualities"], number)]
        first = draw.randrange(len(words["plans"]) - number)
        return list(words["plans"][first : first + number])

    def _value(self, kind: str) -> str:
        return _VALUES[kind](self.draw, self.words, self.language)


def _counted(chinese: str, english: str, low: int, high: int) -> Value:
    """Returns how a number with a unit is drawn; English adds its plural."""

    def value(draw: random.Random, _: Words, language: str) -> str:
        number = draw.randrange(low, high)
        plural = "s" if number > 1 and english.islower() and len(english) > 2 else ""
        return f"{number} {chinese if language == 'zh' else english + plural}"

    return value


def _word(kind: str) -> Value:
    def value(draw: random.Random, words: Words, _: str) -> str:
        said: str = draw.choice(words[kind]).removeprefix("the ")
        return said[0].upper() + said[1:]

    return value


def _money(draw: random.Random, _: Words, language: str) -> str:
    amount = draw.choice([draw.randrange(1, 20) * 50, draw.randrange(1, 40) * 100, draw.randrange(1, 60) * 500])
    number = f"{amount:,}" if draw.random() < 0.5 else str(amount)
    return f"{number} 元" if language == "zh" and draw.random() < 0.4 else f"NT${number}"


def _temperature(draw: random.Random, _: Words, language: str) -> str:
    low = draw.choice([-70, -20, -18, 2, 4, 10, 15, 18])
    return f"{low}°C {'至' if language == 'zh' else 'to'} {low + draw.choice([3, 4, 6, 7])}°C"


def _percent(draw: random.Random, _: Words, __: str) -> str:
    return f"{draw.choice([0.1, 0.2, 0.5, 1, 1.5, 2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 50])}%"


def _hours_open(draw: random.Random, _: Words, language: str) -> str:
    opens, closes = f"{draw.randrange(7, 11):02}:{draw.choice(['00', '30'])}", f"{draw.randrange(16, 22)}:00"
    return f"{opens} {'至' if language == 'zh' else 'to'} {closes}"


def _date(draw: random.Random, _: Words, __: str) -> str:
    return f"{draw.randrange(2022, 2026)}-{draw.randrange(1, 13):02}-{draw.randrange(1, 29):02}"


def _bin(draw: random.Random, _: Words, __: str) -> str:
    return f"{draw.choice('ABCDEFGH')}-{draw.randrange(1, 30):02}-{draw.randrange(1, 9)}"


_VALUES: dict[str, Value] = {
    "hours": _counted("小時", "hour", 1, 72),
    "days": _counted("個工作日", "working day", 1, 31),
    "weeks": _counted("週", "week", 1, 13),
    "months": _counted("個月", "month", 1, 37),
    "years": _counted("年", "year", 1, 16),
    "weight": _counted("公斤", "kg", 5, 900),
    "litres": _counted("公升", "litre", 10, 600),
    "pieces": _counted("件", "piece", 1, 500),
    "persons": _counted("人", "person", 4, 160),
    "points": _counted("點", "point", 1, 400),
    "torque": _counted("N·m", "N·m", 2, 90),
    "volts": _counted("V", "V", 12, 440),
    "extension": lambda draw, _, __: str(draw.randrange(200, 9000)),
    "money": _money,
    "temperature": _temperature,
    "percent": _percent,
    "clock": _hours_open,
    "date": _date,
    "bin": _bin,
    "department": _word("departments"),
    "place": _word("places"),
    "role": _word("roles"),
    "remark": _word("remarks"),
}


def _path(folder: Path, id_: str, title: str, suffix: str) -> Path:
    return folder / f"{id_}_{title.replace(' ', '_')}.{suffix}"


def _markdown(table: Table) -> list[str]:
    header, rows = table
    return [f"| {' | '.join(line)} |" for line in (header, ["---"] * len(header), *rows)]


def _write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
