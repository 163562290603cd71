"""Our own question to a judge: is this answer right? It is what a reviewer decides, so both can be held together."""

import json
from collections.abc import Sequence

from pipelines.language.refusal import REFUSALS
from pipelines.records.section import Language

_TASK = {
    "zh": f"""輸入是一個問題 "question"、答題時看到的資料 "sources"、預期答案 "expected" 和要評判的答案 "answer"。\
請判斷這個答案對不對。
符合下列任何一項，"verdict" 寫 1：
- 答案說出預期答案所說的每一件事，而且所說的內容都能在資料裡找到；用字、語序不同，或數字換算後相等，都沒有關係。
- 預期答案是「{REFUSALS["zh"]}」，而答案也表示文件裡沒有答案。
符合下列任何一項，"verdict" 寫 0：
- 數字、日期、期限、單位、對象或否定詞與預期答案不同。
- 答的是別件事、答得含糊、漏了預期答案的某件事，或多說了資料裡沒有的內容。
- 預期答案有內容，答案卻說文件沒有答案；或預期答案說文件沒有答案，答案卻給了內容。
只輸出一個 JSON 物件，"reason" 用一句話說明理由，"verdict" 只能是 0 或 1，形式如下：
{{"reason": "答案的期限與預期答案不同。", "verdict": 0}}

""",
    "en": f"""The input is a question, the sources shown for it, the expected answer and the answer to judge. \
Say whether the answer is right.
"verdict" is 1 where
- the answer states everything that the expected answer states, and nothing that the sources do not hold; \
other words, another order or another way to write a number do not matter;
- the expected answer is "{REFUSALS["en"]}", and the answer says as well that the documents do not hold it.
"verdict" is 0 where
- a number, date, period, unit, person or negation differs from the expected answer;
- the answer speaks of something else, is evasive, leaves out a part of the expected answer, \
or adds what the sources do not hold;
- the expected answer states something and the answer says that the documents do not hold it, or the other way round.
Output one JSON object and nothing besides; "reason" is one sentence, "verdict" 0 or 1, in this form:
{{"reason": "The answer has another deadline than the expected one.", "verdict": 0}}

""",
}
_OPENS = {"zh": ("輸入：", "輸出："), "en": ("Input: ", "Output: ")}


def right_prompt(language: Language, *, question: str, sources: Sequence[str], expected: str, answer: str) -> str:
    """Returns the prompt; the texts have to be escaped already."""
    given = {"question": question, "sources": list(sources), "expected": expected, "answer": answer}
    before, after = _OPENS[language]
    return f"{_TASK[language]}{before}{json.dumps(given, ensure_ascii=False)}\n{after}"
