"""Our own question to a judge: is this answer right? It is what a reviewer decides, so both can be held together."""

import json
from collections.abc import Sequence

from pipelines.language.refusal import REFUSALS
from pipelines.records.section import Language

_TASK = {
    "zh": f"""輸入是一個問題 "question"、答題時看到的資料 "sources"、預期的答案 "expected" 和要評判的答案 "answer"。\
請判斷這個答案對不對。
"verdict" 寫 1 的情形：
- 答案說出預期答案所說的事，而且沒有任何資料裡沒有的內容；用字、語序、數字寫法不同沒有關係。
- 預期的答案是「{REFUSALS["zh"]}」，而答案也表示文件裡沒有答案。
"verdict" 寫 0 的情形：
- 數字、日期、期限、單位、對象或否定詞與預期答案不同。
- 答的是別件事，含糊不答，或多說了資料裡沒有的內容。
- 預期答案有內容，答案卻說文件沒有答案；或預期答案說文件沒有答案，答案卻編了內容。
"reason" 用一句話說明。只輸出這樣的 JSON：{{"reason": "…", "verdict": 1}}

""",
    "en": f"""The input is a question, the sources shown for it, the expected answer and the answer to judge. \
Say whether the answer is right.
"verdict" is 1 where
- the answer states what the expected answer states, and nothing that the sources do not hold; other words, another \
order or another way to write a number do not matter;
- the expected answer is "{REFUSALS["en"]}", and the answer says as well that the documents do not hold it.
"verdict" is 0 where
- a number, date, period, unit, person or negation differs from the expected answer;
- the answer speaks of something else, is evasive, or adds what the sources do not hold;
- the expected answer states something and the answer says that the documents do not hold it, or the other way round.
"reason" is one sentence. Output JSON of this form alone: {{"reason": "…", "verdict": 1}}

""",
}
_OPENS = {"zh": ("輸入：", "輸出："), "en": ("Input: ", "Output: ")}


def right_prompt(language: Language, *, question: str, sources: Sequence[str], expected: str, answer: str) -> str:
    """Returns the prompt; the texts have to be escaped already."""
    given = {"question": question, "sources": list(sources), "expected": expected, "answer": answer}
    before, after = _OPENS[language]
    return f"{_TASK[language]}{before}{json.dumps(given, ensure_ascii=False)}\n{after}"
