"""A teacher that knows nothing: it finds amounts in the section it is shown, and asks for them in fixed words."""

import json
import re
from collections.abc import Callable
from typing import Any

_SECTION = re.compile(r"<material>\n(.*?)\n</material>", re.DOTALL)
_FACT = re.compile(r"^(\d+)\. (?:問題|question): (.*)\n   (?:答案|answer): (.*)$", re.MULTILINE)
_ASKED = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
_AMOUNT = re.compile(r"\d[\d,]* ?(?:分鐘|年|小時|minutes|years|hours)|NT\$[\d,]+")
_ENGLISH = {"分鐘": "minutes", "年": "years", "小時": "hours"}


def reply(request: dict[str, Any]) -> str:
    """Answers each kind of call."""
    prompt = request["messages"][-1]["content"]
    text = _SECTION.search(prompt)[1]  # type: ignore[index]
    task = prompt.rpartition("</material>")[2]
    if '"quote"' in task:
        return json.dumps(_questions(text), ensure_ascii=False)
    if '"questions"' in task:
        return json.dumps([_wordings(*fact, "translated" in task) for fact in _FACT.findall(task)], ensure_ascii=False)
    return json.dumps([_answer(*asked, text) for asked in _ASKED.findall(task)], ensure_ascii=False)


def spoilt(answer: Callable[[dict[str, Any]], str]) -> Callable[[dict[str, Any]], str]:
    """Makes every third reply something that nobody could use."""
    bad = ["", "Sure! Here you go:", "[1, 2", '{"question": "?"}', '[{"question": 5}]', "[" * 5000, '"\\ud800"', "null"]

    def other(request: dict[str, Any]) -> str:
        place = sum(request["messages"][-1]["content"].encode())
        return bad[place // 3 % len(bad)] if place % 3 == 0 else answer(request)

    return other


def _questions(text: str) -> list[dict[str, str]]:
    made = []
    for sentence in re.split(r"(?<=[。.])", text):
        amount = _AMOUNT.search(sentence)
        if amount:
            thing = sentence[:3]
            made.append(
                {
                    "question": sentence.strip().rstrip("。.").replace(amount.group(), "什麼數字") + "？",
                    "answer": sentence.strip(),
                    "piece": amount.group(),
                    "quote": sentence.strip(),
                }
            )
            # One that no section says.
            false = {"question": f"{thing}罰多少錢？", "answer": f"{thing}罰 NT$999。", "piece": "NT$999"}
            made.append({**made[-1], **false})
    return made


def _wordings(place: str, question: str, answer: str, translated: bool) -> dict[str, Any]:
    thing = answer[:3]
    made: dict[str, Any] = {"fact": int(place), "questions": [f"想問一下，{question}", f"{thing}？今天天氣如何？"]}
    amount = _AMOUNT.search(answer)
    if translated and amount:
        unit = next((unit for unit in _ENGLISH if unit in amount.group()), "")
        english = amount.group().replace(unit, f" {_ENGLISH[unit]}").replace("  ", " ") if unit else amount.group()
        made["translated"] = {
            "question": f"What does the rule on {_letters(answer)} set?",
            "answer": f"The rule sets {english}.",
        }
    return made


def _letters(text: str) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(sum(text.encode())))


def _answer(place: str, question: str, text: str) -> dict[str, Any]:
    """The first sentence that has the question's kind of amount."""
    return {"question": int(place), "answer": None if "天氣" in question else text}
