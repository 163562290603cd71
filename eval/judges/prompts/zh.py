"""RAGAS' prompts in the Traditional Chinese of Taiwan, with examples from the life of a company.

Written anew rather than translated: numbers, deadlines and responsibilities are what answers about rules are wrong in,
so the examples are about these. None of them is in the calibration set.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Examples = Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]]

_STATEMENTS = """輸入是一個問題和一段答案。請把答案拆成一句一句的陳述，放進 "statements"。
- 每句陳述只講一件事，但條件、例外要和它的結果留在同一句。
- 每句單獨看也看得懂：代名詞和省略的主詞，都依問題或前文寫成完整的名稱。
- 數字、日期、期限、單位、職稱、否定詞都要照答案原樣保留，不可更改、換算或省略。
- 答案說了幾件事就寫幾句，不多也不少，每個句子至少寫一句；答案說錯的也照寫，不要修正。"""
_STATEMENT_EXAMPLES: Examples = (
    (
        {"question": "誰可以核准加班？", "answer": "部門主管核准，一個月最多 46 小時。"},
        {"statements": ["加班由部門主管核准。", "加班一個月最多 46 小時。"]},
    ),
    (
        {"question": "門禁卡遺失要怎麼辦？", "answer": "當天向總務處掛失，並繳交工本費 200 元；不需要重新拍照。"},
        {
            "statements": [
                "門禁卡遺失當天要向總務處掛失。",
                "門禁卡遺失要繳交工本費 200 元。",
                "門禁卡遺失不需要重新拍照。",
            ]
        },
    ),
    (
        {"question": "快遞費由誰付？", "answer": "低於 500 元由寄件部門付，500 元以上由業務處付。"},
        {"statements": ["快遞費低於 500 元由寄件部門付。", "快遞費 500 元以上由業務處付。"]},
    ),
)

_SUPPORT = """輸入是一段資料 "context" 和幾句陳述 "statements"。請逐句判斷陳述能不能直接由資料得知。
- 能直接得知，"verdict" 寫 1；資料沒有提到、與資料矛盾，或需要靠推測的，寫 0。
- 數字、日期、期限、單位、職稱、否定詞只要有一個與資料不符，就是 0；\
用字、語序不同，或數字換算後相等，只要意思一樣（例如「二十四小時」與「24 小時」、「每年兩次」與「半年一次」）就是 1。
- 輸出的 "statements" 依輸入的順序，每一句陳述給一個物件，一句不多、一句不少；\
"statement" 照抄，"reason" 用一句話說明，"verdict" 只能是 0 或 1。"""
_SUPPORT_EXAMPLES: Examples = (
    (
        {
            "context": "影印機每季保養一次，由總務處聯絡廠商。耗材存量低於三盒時，由各部門填寫請購單。",
            "statements": [
                "影印機每 3 個月保養一次。",
                "影印機由資訊處聯絡廠商保養。",
                "耗材剩不到三盒時要填請購單。",
                "請購單要由主管簽名。",
            ],
        },
        {
            "statements": [
                {"statement": "影印機每 3 個月保養一次。", "reason": "一季就是三個月，意思相同。", "verdict": 1},
                {"statement": "影印機由資訊處聯絡廠商保養。", "reason": "資料寫的是總務處，不是資訊處。", "verdict": 0},
                {
                    "statement": "耗材剩不到三盒時要填請購單。",
                    "reason": "「剩不到三盒」就是「低於三盒」。",
                    "verdict": 1,
                },
                {"statement": "請購單要由主管簽名。", "reason": "資料沒有提到簽名。", "verdict": 0},
            ]
        },
    ),
)

_CLAIMS = """輸入是一段文字 "response"。請把每個句子寫成一句或幾句可以單獨查證的陳述，\
放進 "claims"；拆分的粗細照範例，每個句子至少寫出一句。
- 每句陳述單獨看也看得懂；省略的主詞若前文有，要補上。
- 原文說的每件事都要在某一句裡，連附帶的條件、數字、對象也不能漏；原文沒說的不要加。
- 數字、日期、期限、單位、職稱、否定詞照原樣保留。"""
_CLAIM_EXAMPLES: Examples = (
    (
        {"response": "會議室須於一天前預約，取消時要通知總機。"},
        {"claims": ["會議室須於一天前預約，取消預約時要通知總機。"]},
    ),
    (
        {"response": "停車證每年換發一次。遺失時向總務處申請補發，費用 100 元。"},
        {"claims": ["停車證每年換發一次。", "停車證遺失時向總務處申請補發，費用 100 元。"]},
    ),
)

_QUESTION = """輸入是一段答案 "response"。請寫出這段答案所回答的問題，放進 "question"，並判斷答案是不是迴避問題。
- 答案含糊、閃避，或只說「我不知道」「不確定」「要看情況」，或只叫對方自己去查、去問別人，卻沒有具體內容，\
"noncommittal" 寫 1；有具體內容就寫 0，不管內容對不對。
- 問題要用台灣的繁體中文，像同仁或客戶會問的那樣，並以問號結尾。"""
_QUESTION_EXAMPLES: Examples = (
    ({"response": "制服每年十月發放。"}, {"question": "制服什麼時候發放？", "noncommittal": 0}),
    ({"response": "這要看情況，建議您再問問看承辦人。"}, {"question": "這件事要怎麼處理？", "noncommittal": 1}),
    ({"response": "訪客車輛停在 B2，出場前到櫃檯蓋章。"}, {"question": "訪客的車要停在哪裡？", "noncommittal": 0}),
)

_USEFUL = """輸入是一個問題 "question"、一段資料 "context" 和預期的答案 "answer"。\
請判斷這段資料對於得出這個答案有沒有幫助。
- 資料裡有答案，或有答案的一部分，"verdict" 寫 1。
- 只是主題相近、用詞相同，卻沒有答案的內容，寫 0。
- "reason" 用一句話說明。"""
_USEFUL_EXAMPLES: Examples = (
    (
        {
            "question": "健康檢查補助多少錢？",
            "context": "員工每年健康檢查補助上限為 3,500 元，憑收據請領。",
            "answer": "上限 3,500 元。",
        },
        {"reason": "資料寫明補助上限是 3,500 元。", "verdict": 1},
    ),
    (
        {
            "question": "健康檢查補助多少錢？",
            "context": "健康檢查須於每年九月底前完成，並將報告送交人資處。",
            "answer": "上限 3,500 元。",
        },
        {"reason": "資料講的是期限和報告，沒有提到補助金額。", "verdict": 0},
    ),
)

_COVERED = """輸入是一個問題 "question"、一段資料 "context" 和一段答案 "answer"。\
請把答案一句一句列出，放進 "classifications"，判斷每句能不能從資料得知。
- 能從資料得知，"attributed" 寫 1，用字不同但意思一樣也是 1；資料沒有提到或與資料矛盾，寫 0。
- 一句裡只要有一件事不能從資料得知，就寫 0。
- 答案的每一句都要列出，"statement" 照抄答案，"reason" 用一句話說明。"""
_COVERED_EXAMPLES: Examples = (
    (
        {
            "question": "出差住宿怎麼報支？",
            "context": "國內出差住宿費每晚上限 2,800 元，須檢附發票。",
            "answer": "每晚上限 2,800 元，須檢附發票。返回後七日內報支。",
        },
        {
            "classifications": [
                {"statement": "每晚上限 2,800 元，須檢附發票。", "reason": "資料直接寫明。", "attributed": 1},
                {"statement": "返回後七日內報支。", "reason": "資料沒有提到報支期限。", "attributed": 0},
            ]
        },
    ),
)

PROMPTS: dict[str, tuple[str, Examples]] = {
    "StatementGeneratorPrompt": (_STATEMENTS, _STATEMENT_EXAMPLES),
    "NLIStatementPrompt": (_SUPPORT, _SUPPORT_EXAMPLES),
    "ClaimDecompositionPrompt": (_CLAIMS, _CLAIM_EXAMPLES),
    "AnswerRelevancePrompt": (_QUESTION, _QUESTION_EXAMPLES),
    "ContextPrecisionPrompt": (_USEFUL, _USEFUL_EXAMPLES),
    "ContextRecallPrompt": (_COVERED, _COVERED_EXAMPLES),
}
"""Name of the library's class → what to do, and worked examples."""
