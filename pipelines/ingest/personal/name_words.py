"""Words of Taiwanese names: family names, signs of given names, roles and titles, and what only looks like a name."""

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = frozenset(
    "陳林黃張李王吳劉蔡楊許鄭謝郭洪曾邱廖賴周徐蘇葉莊呂江何蕭羅高簡朱鍾彭游詹胡施沈余趙盧梁顏柯翁魏孫戴范方宋鄧杜傅侯"
    "曹薛丁卓馬阮董唐温溫藍蔣石古紀姚連歐馮程湯田康姜汪白鄒尤巫鐘涂龔黎韓嚴袁金童陸柳夏邵錢伍倪譚駱熊甘秦顧毛史萬俞雷粘"
    "饒闕凌崔尹孔辛武辜陶段龍韋葛池孟褚殷麥賀賈莫裴樊房佘魯鮑郝穆邢蒲閻練耿聶繆藺凃塗于潘"
    "鄢龐湛隋郗竇戚喻奚酆滕畢鄔卞臧茅屈閔婁刁虞昝裘賁鈕嵇荀甄麴芮羿靳汲邴糜隗宓欒厲郜薊邰胥莘翟逄酈璩濮扈冀郟瞿庾暨匡"
    "殳夔鞏晁敖訾闞毋乜鞠巢蒯荊竺逯岑霍焦鄞岳揭曠冼佟佴鄺粟"
)
"""Family names that are taken for one wherever a role or a title stands beside them."""
RARE = frozenset(
    "任章官文管關向包丘梅全左花安成谷常解應籃單車項符申祝曲卜商喬季宗岳席師幸明易時柴桂烏留華計祁水邊鄂農尚水雲花郎昌苗費廉皮齊貝談強路支宣郁杭諸吉滑榮羊惠封松井巴牧伊宮仇戎祖景束印宿懷蒙聞勞姬冉宰雍桑燕浦晏慕茹習宦魚容戈終衡弘寇沃蔚隆沙相紅權蓋衛麻盛伏"
)
"""Family names that are words as well: only where a field says that a name follows."""
WORDLIKE = frozenset("萬毛金簡藍白石雷溫方古田湯童武史段夏秦韋麥龍鐘房錢紀")
"""Family names that begin too many words to be taken for one where nothing stands beside them."""
COMPOUND = _set(
    "歐陽 司馬 諸葛 上官 司徒 范姜 張簡 皇甫 夏侯 尉遲 公孫 慕容 令狐 端木 南宮 呼延 軒轅 東方 西門 長孫 宇文 鮮于"
)
NEVER = frozenset(
    "的是在了不及或與和請將於已未應須但並且每各該此所無從至對給把被讓到說要問後再去來也都就需辦部門課組處區級廠店室班系件單款"
    "費收寄送取退換補址箱票價數量日週月年者們個這那哪些什麼嗎呢吧啊您你我他她它先生小姐女士太司務員稱職號碼貨車電話經理任客戶"
    "欄必填項目說期間內外上下前反映通確認簽表提改向跟叫找見等為由因如若則即仍又姓"
) - frozenset("先生小任理內上經外如若又日月年安士")  # fmt: skip
"""Signs that stand after a name and seldom in one."""
GIVEN = (
    frozenset(
        "安邦寶保貝碧彬斌冰兵柏博伯勃采彩才財燦昌常暢超朝潮琛辰晨宸誠承成呈澄馳崇楚川春純慈聰翠達大代丹道德登鼎定冬東棟端多恩"
        "爾凡帆方芳昉霏菲妃飛翡芬鋒峰風鳳豐夫福富甫馥剛綱歌格根庚功恭谷冠光廣桂貴國果海涵寒瀚翰杭航豪浩皓昊河荷鶴恆恒衡弘宏紅"
        "鴻虹厚華樺懷歡煥輝慧惠蕙卉吉季濟紀繼佳家嘉甲建健劍嬌皎潔杰傑捷介津錦瑾謹進晉近京晶菁精靜敬婧靖鏡景竟炯久菊娟絹鵑君軍"
        "均鈞俊峻駿開凱楷鎧可克坤昆琨蘭嵐瀾朗樂蕾磊里禮立麗力利莉蓮良亮烈琳霖麟凜玲鈴靈齡瓏隆樓露璐祿綠鸞倫綸洛珞曼茂玫美媚湄"
        "夢咪密苗妙民敏閔名明銘鳴茗墨木沐牧睦娜乃南楠妮念寧凝暖女諾攀盼培沛佩蓓鵬朋芃品平萍屏璞琪奇祺齊旗綺啟啓麒淇千謙茜倩潛強"
        "巧俏芹勤琴欽青清晴卿慶瓊秋求泉權荃群冉然仁榮容蓉融茹儒汝瑞蕊睿銳森沙珊杉善韶紹少深紳昇升生聖勝盛詩實士世仕書淑舒殊樹舜"
        "順朔思絲斯松嵩頌素肅穗台泰坦棠濤桃騰天添恬甜鐵廷婷亭庭挺彤桐統通彥婉宛琬望威薇微偉煒瑋葦維惟唯緯蔚慰雯聞沃舞悟希溪熙曦"
        "晞錫喜霞嫻賢顯憲仙祥翔香湘曉小筱孝笑欣心馨昕歆新信星興行杏雄秀修旭緒萱軒宣玄學雪薰勳迅雅亞妍研岩延彥燕雁艷陽揚洋瑤耀曜"
        "怡宜儀頤義藝逸益奕毅億憶意懿翊羿伊依以茵音銀寅英瑛瑩盈穎映詠永勇泳優友有佑侑幼渝愉瑜榆玉育裕鈺毓煜昱郁譽元園媛苑月悅越雲"
        "芸韻允運贊展湛彰璋昭兆照哲喆真珍貞甄振震鎮正政芝枝植志智致治芷忠仲珠竹祝梓紫自祖尊佐宥語彗蓁姿儷娥姍妤妘婕嫣愷懋旻昀昂晏"
        "晟暐曄柔柚栩桓楨榕汶沁沂泓浚淨淳溱滿漢濬炫煌燁珈珮琇琦瑀瑄璇璟瓔甯畇碩禎秉筠箴翎耘聿胤臻舫苡菀葳蔓蘋詮誌諭豈賓迪逢銓鋐錚"
        "閎阿霆霈靈頎騏驊黛榛彪侃勁勛伸合吟增壽奎孜守容岱崑崧念悌悠愛慕慎戎拓斐書本材標橋殷沅波洲渼湧源滄潤澐濱瀅炎炳熹特狄玠珀珩"
        "現環用男畢祈筑簡美若宗水育勳月芬火旺土來丁銀招治罔腰滿枝緞罕添財發丕明岳霄竣鈁渝圓宇涓昶燊之其雨桐璿瑈淯泯妡芮恆金龍文成江安平山石林方白田夏葉花溫康童錢章史甘辛左谷國松柳梁"
        "子武乙如孟亨辰幸敦普杜柯楓橙法洪流澤玟玥理祐紋紘絢綾芊芙芯莎藍蝶衍襄言誼遠遙鉉鑫魁默尚嬪岑叡郡勻芩葶蕎緁湉奈寬艾彧僖"
    )
    - NEVER
)
"""Signs that given names are made of; a rarer one may stand beside one of them."""
NO_NAMES = _words(
    "方面 方式 方案 方法 方便 方形 方向 高度 高級 高階 高雄 高溫 高於 高速 高風 高單 高額 高價 金額 金融 金門 "
    "金屬 金流 金鑰 金城 關於 管理 管道 連絡 連結 連線 連續 連假 連同 連接 常見 常用 常溫 應該 應用 應於 應收 "
    "應付 平均 平台 時間 安全 安裝 安排 成功 成本 何時 何人 何種 何處 簡訊 簡易 簡單 簡報 文件 溫度 溫控 溫層 "
    "溫濕 溫馨 許可 許多 石材 石化 石油 石頭 林口 林業 林地 白色 白天 白米 白金 黃色 黃金 黑色 古物 古董 童裝 "
    "童鞋 包裝 包含 全部 明細 施工 施行 施作 任何 任務 任職 任用 任一 曾任 陳列 陳述 陳報 陳情 陳舊 張貼 張數 "
    "王牌 江山 利息 余額 馬上 馬達 路線 賴以 顏色 嚴格 嚴重 嚴禁 孔洞 雷射 雷達 凌晨 商品 葉片 章節 計算 周期 "
    "周邊 周一 周五 周六 周日 周轉 周全 周知 洪水 曾經 曾於 曾有 蘇打 鄭重 鄭州 謝謝 謝絕 梁柱 康復 康健 紀錄 "
    "紀念 游泳 游標 鐘頭 鐘點 田中 田地 汪洋 沈默 沈重 尤其 辛苦 辛勞 司機 司法 歐洲 歐元 歐盟 戴口 戴上 藍色 "
    "藍牙 藍圖 車輛 池塘 左右 萬一 萬元 萬事 房間 房屋 房東 房客 房租 房務 武器 伍佰 麥片 龍頭 程序 程式 程度 "
    "段落 段數 陶瓷 陶器 夏季 夏天 錢包 史上 毛重 毛利 毛巾 柳丁 牛奶 孟加 莫名 賀卡 賈伯 秦朝 顧問 顧客 顧及 "
    "甘草 甘蔗 熊貓 倪匡 韓國 韓元 姜黃 董事 董監 唐朝 宋朝 宋體 杜絕 傅立 侯選 曹操 丁類 丁等 卓越 卓見 馬來 "
    "馬力 馬桶 馬克 石碇 游離 胡椒 胡亂 彭湖 朱紅 羅列 羅馬 葉面 蘇州 蘇澳 徐州 邱比 賴帳 楊桃 楊梅 劉海 吳郭 "
    "李子 林木 林園 林邊 林森 金牌 金山 金庫 金華 金寶 金字 金錢 高校 高中 高手 高層 高達 高低 高空 高鐵 高壓 "
    "高峰 高樓 高架 白紙 白板 白皮 溫泉 程控 練習 尹始 任期 任選 任意 任內 史料 史學 單位 單據 單號 解除 解決 "
    "成員 成品 成交 成立 成效 安檢 安平 申請 申訴 申報 申購 向來 文字 文號 文具 項次 計畫 計費 時段 時效 商業 "
    "商家 商店 包裹 包材 包括 常態 管制 管控 關係 關閉 關務 全數 全程 全額 應急 應變 應予 應備 師傅 明確 明日 "
    "易碎 留言 華人 水電 水果 農產 季節 桂花 薛丁 武漢 史坦 麥當 宗教 邊境 季度 席次 留存 鄰里 高粱 湯匙 湯品 "
    "湯頭 藍莓 康是 雷同 翁媼 池袋 段考 魏晉 孫子 孫女 梁山 顏料 莊園 莊嚴 江浙 呂宋 許願 許久 陸軍 蓋章"
)
ORGANISATION = re.compile(
    "公司|有限|股份|企業|實業|工業|食品|生技|電子|超商|超市|餐廳|飯店|藥局|商行|商店|銀行|科技|物流|集團|工作室|協會|中心|基金|大學|學校|醫院|診所|[部處課組廠店社會局所院館行]$"
)
HONORIFICS = "先生|小姐|女士|太太"
TITLES = (
    "敬上|敬啟|謹啟|拜上|您好|你好|"
    "夫人|媽媽|爸爸|阿姨|伯伯|同學|"
    "總經理|副總經理|副總(?![統理裁])|經理|協理|襄理|副理|主任|主管|醫師|醫生|護理師|護士|護理長|老師|教授|課長|組長|處長|部長|科長|股長|班長(?!期)|"
    "隊長(?!期)|店長|廠長|所長|院長|校長|站長|董事長|執行長|董事|監察人|專員|工程師|律師|會計師|技師|藥師|設計師|教練|司機|里長(?!城)|委員(?!會)|秘書|助理|特助|顧問"
)
ROLES = (
    "姓 {0,4}名|聯絡人員?|連絡人|聯繫人|承辦人員?|收件人|寄件人|收貨人|送貨人|"
    "領貨人|取件人|負責人|經手人|申請人|保管人|當事人|被保險人|"
    "要保人|受益人|簽收人|代理人|受款人|持卡人|訂購人|購買人|買受人|檢舉人|申訴人|報案人|陳情人|緊急聯絡人|窗口|客戶|顧客|會員|病患|病人|患者|"
    "家屬|家長|員工|同仁|學員|學生|旅客|乘客|住戶|司機|駕駛|業主|屋主|房東|房客|買方|賣方|買家|賣家|主管|核准|審核|製表|經辦|專員|業務|會計|"
    "採購|助理|櫃台|客服|出席人?員?|列席人?員?|與會人?員?|主席|記錄|紀錄|主持人|講師|批准|核定|複核|填表人|立書人|法定代理人|監護人|介紹人|"
    "承辦|收件|寄件|簽收|聯絡|配偶|父親|母親|護理師|醫師|主治醫師|店長|經理|主任|組長|課長|工程師|代表人|戶名|我是|我叫|本人|叫做"
)
DOES = (
    "於 ?[0-9]|表示|來電|來信|簽收|簽名|簽核|說明|反映|反應|要求|申請|填寫|提出|核准|同意|"
    "通知|回報|負責|告知|詢問|指出|認為|確認|出席|主持|擔任|本人|已[經於]?|的(?:電話|手機|包裹|訂單|帳號|地址)"
)
OTHER_LABELS = re.compile(
    "性別|血型|籍貫|學歷|備註|國籍|婚姻|生日|出生|身[分份]|年齡|職務|專長|興趣|身高|體重|[合小總]計|空白|地址|電話"
)
"""Words of the rows below 姓名 in a form that is written downwards."""
NAME_COLUMN = re.compile(
    "姓名|人$|[人成]?員$|窗口|^客戶$|^顧客$|^病患$|^司機$|^駕駛$|^員工$|主管$|經理$|主任$|師$|^核准$|^戶名$|經辦|簽收$|承辦$|"
    r"^(?:full |customer |contact |employee |driver |patient )?name$|^contact(?: person)?$|^customer$|^employee$|"
    "^driver$|^recipient$|^attn$|^owner$|^patient$|^technician$|^buyer$|^requester$|^assignee$|^agent$|"
    "(?:signed|approved|prepared|reviewed|handled) by$",
    re.IGNORECASE,
)
FAMILY_LATIN = _set(
    "chen lin huang chang zhang lee li wang wu liu tsai cai yang hsu xu cheng zheng hsieh xie kuo guo hung hong "
    "tseng zeng chiu qiu liao lai chou zhou su yeh ye chuang zhuang lu lyu chiang jiang ho he hsiao xiao lo luo "
    "kao gao chien jian chu zhu chung zhong peng yu you yo chan hu shih shi shen chao zhao liang yen ke ko weng "
    "wei sun tai dai fan fang sung song teng deng tu du fu hou tsao cao hsueh xue ting ding cho ma juan tung dong "
    "tang wen lan shih ku gu chi ji yao lien ou feng tien tian kang chiang bai pai tsou zou yu wu kung gong han "
    "yuan chin jin tung lei pan ouyang szutu"
)
LATIN_VERBS = ("received by", "signed by", "prepared by", "approved by", "reviewed by", "handled by")
LATIN_DUTIES = (
    "sales", "buyer", "manager", "supervisor", "requester", "technician", "engineer", "owner", "assignee", "from", "to",
    "cc", "業務", "專員", "窗口", "客戶", "負責人", "經辦", "承辦人", "寄件人", "收貨人", "司機",
    "簽收人", "經手人", "採購", "主管",
)  # fmt: skip
"""Before a name or a department: only with a Chinese family name."""
LATIN_CLOSINGS = ("regards", "sincerely", "best", "thanks", "cheers")
LATIN_ROLES = (
    "contact", "contact person", "customer", "recipient", "attn", "attention", "name", "shipper", "consignee", "driver",
    "patient", "employee", "applicant", "agent", "sender", "姓名", "聯絡人", "收件人", "戶名", *LATIN_VERBS,
)  # fmt: skip
LATIN_CALLINGS = _set(
    "driver nurse doctor warehouse reception sales agent manager supervisor hr admin dispatcher courier"
)
"""What stands beside a speaker's name; whoever is called nothing else has none."""
NO_LATIN_NAMES = _set(
    "the a an and or of for to in on at by with from your our customer service support team desk office "
    "department sales logistics warehouse human resources hr it ltd inc co corp company limited llc group foods "
    "food green cold box rental agreement form date time number no id phone email mail address name contact "
    "person information info please see call center centre help manager supervisor director agent operations "
    "finance security travel policy procedure product order shipping delivery return returns warranty account "
    "bank city county taiwan taipei general system program project government federal state united states "
    "national management administrator coordinator staff employee owner list file same this that any all new "
    "other more each every who what when where data code card type title section part tts gsa clinic lab helpdesk "
    "yes you i we they health affairs legal quality risk compliance audit planning plant factory occupational safety"
)
