"""Words that near misses are made with."""

# Members of one class, a class a line, parted by bars; a question that names one is asked of another that no document
# names.
_LINES = """
臺北|台北|新北|桃園|臺中|台中|高雄|新竹|嘉義|屏東|宜蘭|苗栗|彰化|基隆|雲林
東京|大阪|首爾|新加坡|曼谷|胡志明市|檳城|鹿特丹|漢堡|雪梨|巴黎|河內|馬尼拉|雅加達|福岡
日本|南韓|越南|泰國|印尼|德國|澳洲|印度
澎湖|金門|馬祖|綠島|蘭嶼|小琉球
春節|端午節|中秋節|清明節|重陽節
優等|甲等|乙等|丙等|丁等
銀級|金級|鑽石級|白金級|黑鑽級
A 班|B 班|C 班|D 班
早班|中班|夜班|大夜班|假日班
婚假|產假|陪產假|家庭照顧假|志工假|防疫照顧假|寵物喪假|搬家假|進修考試假|長期服務假|公投假|畢業典禮假
筆記型電腦|手持終端|公務手機|標籤印表機|投影機|繪圖板|平板電腦
信用卡付款|轉帳付款|行動支付付款|支票付款
疫苗|冷凍食品|血液檢體
倉儲作業員|客服人員|夜班人員|配送司機|工讀生|實習生
Taoyuan|Taichung|Kaohsiung|Taipei|Keelung|Hsinchu|Chiayi|Tainan|Pingtung
Rotterdam|Hamburg|Singapore|Japan|Antwerp|Busan|Sydney|Vietnam
Basic|Standard|Premium|Enterprise|Starter
system logs|VPN logs|visitor network logs|badge logs|print logs
laptops|company phones|smart watches|tablets
chilled goods|frozen goods|ambient goods|live plants|bulk liquids
delivery notes|seal photographs|weighbridge tickets|visitor badges
databases|file servers|mail archives|chat archives
riority 1|riority 2|riority 3|riority 4|riority 5
ritical incidents|ow incidents|osmetic incidents
"""
CLASSES: tuple[tuple[str, ...], ...] = tuple(tuple(line.split("|")) for line in _LINES.split("\n") if line)
"""Classes of names."""

# What can sensibly be asked of a topic by its last words, and how: kind, last words, questions.
ASKS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "zh": (
        (
            "role",
            "申請|借用|補助|工作|安裝|訓練|獎勵|津貼|禮金|換貨|領用|認購|空間|複核|預支|進修",
            ("{0}由誰核准？", "{0}要經過誰核准？"),
        ),
        (
            "money",
            "維修|保固|申請|配送|安裝|借用|換貨|補發|退貨|申訴|空間|報修|班|檢查",
            ("{0}要多少錢？", "{0}的費用是多少元？"),
        ),
        (
            "duration",
            "訓練|檢查|校正|保養|清潔|複核|揀貨|裝載|維修|考核|輪班|借用|領用|報廢|驗證|補助|獎勵|破損|紀錄|管制",
            ("{0}的紀錄保存幾年？", "{0}的單據要保存多久？"),
        ),
        (
            "count",
            "補助|借用|獎勵|換貨|申請|申訴|訓練|方案|認購",
            ("{0}每年最多幾次？", "{0}一個月最多可以申請幾次？"),
        ),
    ),
    "en": (
        (
            "role",
            "permits?|courses|allowance|training|relocation|booking|plan|returns|storage|network|export|support",
            ("Who approves {0}?", "Who signs off on {0}?"),
        ),
        (
            "money",
            "training|courses|export|booking|labels|onboarding|network|vpn|maintenance|set-up|"
            "inspection|sampling|returns",
            ("How much does {0} cost?", "How much is charged for {0}?"),
        ),
        (
            "duration",
            "training|booking|sampling|check|inspection|review|receiving|steps|response|notice|"
            "allocation|seal|equipment",
            ("How long are records of {0} kept?", "For how many years are records of {0} kept?"),
        ),
    ),
}
"""For each language, questions about a topic; one whose sections state nothing of the kind has no answer."""
