"""Makes valid identifiers of invented people, in the ways people write them down; nothing here knows the detector."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"
"""The letter of a national number at place n stands for n + 10."""
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}


@dataclass(slots=True)
class Maker:
    """Makes one value after the other."""

    random: Random
    lists: dict[str, Any]
    """Names and addresses to draw from: `surnames`, `given`, `cities`, `roads`…"""
    last_name: str = field(default="", init=False)

    def digits(self, count: int) -> str:
        """Returns random digits."""
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def pick(self, name: str) -> Any:  # noqa: ANN401  # a list of strings, or of pairs
        """Returns one item of a list."""
        return self.random.choice(self.lists[name])

    def _checked(self, letter: str, second: str) -> str:
        code = LETTERS.index(letter) + 10
        values = [code // 10, code % 10]
        if second.isalpha():
            values.append((LETTERS.index(second) + 10) % 10)
        else:
            values.append(int(second))
        middle = self.digits(7)
        values += [int(digit) for digit in middle]
        total = sum(value * weight for value, weight in zip(values, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1), strict=True))
        return f"{letter}{second}{middle}{-total % 10}"

    def national_id(self) -> str:
        """Returns a national number."""
        return self._checked(self.random.choice(LETTERS), self.random.choice("12"))

    def resident_id(self) -> str:
        """Returns a resident certificate's number of 2021 and after."""
        return self._checked(self.random.choice(LETTERS), self.random.choice("89"))

    def resident_old(self) -> str:
        """Returns a resident certificate's number of before 2021."""
        return self._checked(self.random.choice(LETTERS), self.random.choice("ABCD"))

    def company_number(self) -> str:
        """Returns a company number that satisfies the rule of 2023."""
        while True:
            number = self.digits(8)
            products = [int(d) * w for d, w in zip(number, (1, 2, 1, 2, 1, 2, 4, 1), strict=True)]
            total = sum(product // 10 + product % 10 for product in products)
            if total % 5 == 0 or (number[6] == "7" and (total + 1) % 5 == 0):
                return number

    def mobile(self) -> str:
        """Returns a mobile number in one of its usual groupings."""
        n = self.digits(8)
        forms = (
            f"09{n}",
            f"09{n[:2]}-{n[2:5]}-{n[5:]}",
            f"09{n[:2]}-{n[2:]}",
            f"09{n[:2]} {n[2:5]} {n[5:]}",
            f"(09{n[:2]}){n[2:]}",
            f"+886-9{n[:2]}-{n[2:5]}-{n[5:]}",
            f"+8869{n}",
            f"886 9{n[:2]} {n[2:5]} {n[5:]}",
            f"+886 (0)9{n[:2]} {n[2:]}",
        )
        return self.random.choice(forms)

    def mobile_plain(self) -> str:
        """Returns a mobile number without any separator."""
        return f"09{self.digits(8)}"

    def mobile_excel(self) -> str:
        """Returns a mobile number whose leading zero a spreadsheet dropped."""
        return f"9{self.digits(8)}"

    def landline_parts(self) -> tuple[str, str]:
        """Returns an area code and a number within it."""
        area, length = self.random.choice(
            (("02", 8), ("02", 8), ("02", 8), ("03", 7), ("037", 6), ("04", 8), ("049", 7), ("05", 7), ("06", 7),
             ("07", 7), ("08", 7), ("089", 6), ("082", 6))
        )  # fmt: skip
        first = self.random.choice("2356789" if length > 6 else "2356")
        return area, first + self.digits(length - 1)

    def landline(self) -> str:
        """Returns a landline number in one of its usual groupings."""
        area, n = self.landline_parts()
        head, tail = n[:-4], n[-4:]
        if len(n) == 6:
            head, tail = n[:3], n[3:]
        forms = (
            f"{area}-{head}-{tail}",
            f"({area}){n}",
            f"({area}) {head}-{tail}",
            f"{area}-{n}",
            f"{area} {head} {tail}",
            f"+886-{area[1:]}-{head}-{tail}",
            f"+886 {area[1:]} {n}",
        )
        return self.random.choice(forms)

    def landline_cells(self) -> str:
        """Returns a landline number whose area code stands in a table cell of its own."""
        return "\t".join(self.landline_parts())

    def email(self) -> str:
        """Returns a private mail address."""
        user = self.pick("mail_users")
        dot = self.random.choice((".", "_", "", "-"))
        return f"{user}{dot}{self.digits(self.random.choice((2, 3, 4)))}@{self.pick('mail_hosts')}"

    def card(self) -> str:
        """Returns a payment card's number in groups or without."""
        prefix, length = self.random.choice((("4", 16), ("52", 16), ("2221", 16), ("3562", 16), ("371", 15)))
        body = prefix + self.digits(length - len(prefix) - 1)
        total = 0
        for place, digit in enumerate(reversed(body)):
            value = int(digit) * (2 if place % 2 == 0 else 1)
            total += value - 9 if value > 9 else value
        number = body + str(-total % 10)
        if length == 15:
            return self.random.choice((number, f"{number[:4]} {number[4:10]} {number[10:]}"))
        joint = self.random.choice(("", " ", "-"))
        return joint.join(number[start : start + 4] for start in range(0, 16, 4))

    def bank_account(self) -> str:
        """Returns a bank account's number."""
        n = self.digits(14)
        return self.random.choice((n[:12], n, f"{n[:3]}-{n[3:5]}-{n[5:12]}", f"{n[:4]}-{n[4:7]}-{n[7:13]}"))

    def carrier(self) -> str:
        """Returns the bar code of an invoice carrier."""
        return "/" + "".join(self.random.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ+-.") for _ in range(7))

    def passport(self) -> str:
        """Returns a passport's number."""
        return self.random.choice(("", "3", "K"))[:1] + self.digits(8) if self.random.random() < 0.7 else self.digits(9)

    def birth_date(self) -> str:
        """Returns a date of birth."""
        year, month, day = self.random.randint(1940, 2006), self.random.randint(1, 12), self.random.randint(1, 28)
        roc = year - 1911
        name = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[month - 1]
        forms = (
            f"民國{roc}年{month}月{day}日",
            f"{year}年{month}月{day}日",
            f"{year}/{month:02d}/{day:02d}",
            f"{year}-{month:02d}-{day:02d}",
            f"{roc}.{month:02d}.{day:02d}",
            f"{roc}/{month}/{day}",
            f"{year}{month:02d}{day:02d}",
            f"{name} {day}, {year}",
            f"{day} {name} {year}",
        )
        return self.random.choice(forms)

    def plate(self) -> str:
        """Returns a car's plate."""
        letters = "".join(self.random.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(3))
        n = self.digits(4)
        return self.random.choice((f"{letters}-{n}", f"{letters}{n}", f"{n}-{letters[:2]}", f"{letters[:2]}-{n}"))

    def medical_record(self) -> str:
        """Returns a patient's number."""
        return self.random.choice(("", "", "A", "M")) + self.digits(self.random.choice((7, 8, 10)))

    def address(self) -> str:
        """Returns a Taiwanese postal address."""
        city, districts = self.pick("cities")
        number = self.random.randint(1, 480)
        lane = f"{self.random.randint(2, 300)}巷" if self.random.random() < 0.4 else ""
        alley = f"{self.random.randint(1, 40)}弄" if lane and self.random.random() < 0.4 else ""
        high, beside = self.random.randint(2, 19), self.random.randint(1, 6)
        floor = self.random.choice(("", "", f"{high}樓", f"{high}樓之{beside}"))
        sub = self.random.choice(("", "", "", f"之{beside}"))
        post = self.random.choice(("", "", f"{self.random.randint(100, 983)}", f"{self.random.randint(100, 983)} "))
        road = self.pick("roads")
        section = self.random.choice(("", "", "一段", "二段", "3段", "五段")) if road.endswith("路") else ""
        return f"{post}{city}{self.random.choice(districts)}{road}{section}{lane}{alley}{number}{sub}號{floor}"

    def address_short(self) -> str:
        """Returns a Taiwanese address without its city."""
        number, high = self.random.randint(1, 90), self.random.randint(2, 12)
        return f"{self.pick('roads')}{self.random.randint(2, 300)}巷{number}號{high}樓"

    def address_en(self) -> str:
        """Returns a Taiwanese address in English."""
        number, few, post = self.random.randint(2, 480), self.random.randint(1, 5), self.random.randint(100, 983)
        floor = self.random.choice(("", f"{number % 17 + 2}F., ", f"{number % 8 + 2}F.-{few}, "))
        lane = self.random.choice(("", "", f"Ln. {number // 2 + 2}, ", f"Aly. {few + 1}, Ln. {number // 2 + 2}, "))
        section = self.random.choice(("", f"Sec. {few}, "))
        tail = self.random.choice(("", f" {post}", ", Taiwan (R.O.C.)", f" {post}, Taiwan"))
        return f"{floor}No. {number}, {lane}{section}{self.pick('roads_en')}, {self.pick('places_en')}{tail}"

    def name(self) -> str:
        """Returns a Chinese name."""
        self.last_name = self.pick("surnames") + self.pick("given")
        return self.last_name

    def name_again(self) -> str:
        """Returns the name made last."""
        return self.last_name

    def surname(self) -> str:
        """Returns a family name alone."""
        return str(self.pick("surnames"))

    def name_spaced(self) -> str:
        """Returns a Chinese name in spread letters, as forms print it."""
        return self.random.choice((" ", "　")).join(self.name())

    def name_en(self) -> str:
        """Returns a Chinese name in Latin letters."""
        family, given = self.pick("surnames_en"), self.pick("given_en")
        return self.random.choice((f"{family}, {given}", f"{given} {family}", f"{family} {given}"))

    def name_western(self) -> str:
        """Returns a given name that is English before a family name in Latin letters."""
        return f"{self.pick('western')} {self.pick('surnames_en')}"


DISGUISES = ("plain", "full_width", "spaced", "hyphens", "dots", "newline", "zero_width", "lower")


def disguise(value: str, how: str, random: Random) -> str:
    """Writes a value as someone might who does not care how, or who copies it from a broken page."""
    inner = random.randint(2, len(value) - 2) if len(value) > 4 else 1
    if how == "full_width":
        return value.translate(FULL_WIDTH)
    if how == "zero_width":
        return value[:inner] + random.choice("\u200b\u200d\u2060\ufeff\u00ad") + value[inner:]
    if how == "newline":
        return value[:inner] + "\n" + value[inner:]
    if how == "lower":
        return value.lower()
    joint = {"spaced": " ", "hyphens": "-", "dots": "."}.get(how)
    if joint is None:
        return value
    step = random.choice((2, 3, 4))
    return joint.join(value[start : start + step] for start in range(0, len(value), step))
