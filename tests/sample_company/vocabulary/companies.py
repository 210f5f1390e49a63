"""What customer companies are called: brand syllables, trade words, legal forms, industries."""

from typing import NamedTuple

# Two syllables make a brand; the pinyin makes the domain, which always ends in the reserved `.example`.
BRAND_FIRST: tuple[tuple[str, str], ...] = (
    ("恒", "heng"), ("宏", "hong"), ("瑞", "rui"), ("鼎", "ding"), ("华", "hua"), ("盛", "sheng"),
    ("凯", "kai"), ("博", "bo"), ("信", "xin"), ("远", "yuan"), ("嘉", "jia"), ("隆", "long"),
    ("卓", "zhuo"), ("腾", "teng"), ("立", "li"), ("泰", "tai"), ("誉", "yu"), ("晟", "sheng"),
    ("锦", "jin"), ("昊", "hao"), ("铭", "ming"), ("睿", "rui"), ("骏", "jun"), ("沃", "wo"),
    ("禾", "he"), ("聚", "ju"), ("优", "you"), ("航", "hang"), ("冠", "guan"), ("澜", "lan"),
)  # fmt: skip
BRAND_SECOND: tuple[tuple[str, str], ...] = (
    ("磊", "lei"), ("达", "da"), ("科", "ke"), ("源", "yuan"), ("丰", "feng"), ("通", "tong"),
    ("力", "li"), ("顺", "shun"), ("图", "tu"), ("川", "chuan"), ("峰", "feng"), ("成", "cheng"),
    ("阳", "yang"), ("辰", "chen"), ("合", "he"), ("普", "pu"), ("邦", "bang"), ("森", "sen"),
    ("拓", "tuo"), ("荣", "rong"), ("捷", "jie"), ("尔", "er"), ("特", "te"), ("维", "wei"),
)  # fmt: skip

OVERSEAS_BRANDS: tuple[str, ...] = (
    "Northfield", "Brandt & Sohn", "Larkspur", "Kestrel", "Meridian Peak", "Oakhurst", "Silverlake",
    "Tannenberg", "Westbrook", "Ironbridge", "Lindenhof", "Harborview", "Pinecrest", "Redwater",
    "Straits Union", "Mekong Star", "Penang Pearl", "Deccan", "Falkenstein", "Rheintal", "Bluestem",
    "Cedar Falls", "Copperfield", "Eastgate", "Glenmoor", "Highland Park", "Juniper", "Lotus Delta",
)  # fmt: skip

LEGAL_ZH: tuple[str, ...] = (
    "有限公司",
    "有限公司",
    "有限公司",
    "股份有限公司",
    "集团有限公司",
    "有限责任公司",
)
LEGAL_EN_CN = "Co., Ltd."
LEGAL_EN: dict[str, tuple[str, ...]] = {
    "DE": ("GmbH", "GmbH & Co. KG", "AG"),
    "US": ("Inc.", "LLC", "Corp."),
    "HK": ("Limited", "Ltd."),
    "SG": ("Pte. Ltd.",),
    "VN": ("Co., Ltd.", "JSC"),
    "MY": ("Sdn. Bhd.",),
    "IN": ("Pvt. Ltd.",),
}


class Industry(NamedTuple):
    """An industry: its code, both labels, the words its companies carry in their names, its share."""

    code: str
    zh: str
    en: str
    words: tuple[tuple[str, str], ...]
    weight: int


INDUSTRIES: tuple[Industry, ...] = (
    Industry("automotive", "汽车零部件", "Automotive parts",
             (("汽车部件", "Auto Parts"), ("汽车科技", "Automotive")), 17),
    Industry("electronics", "电子制造", "Electronics manufacturing",
             (("电子", "Electronics"), ("精密电子", "Precision Electronics")), 20),
    Industry("machinery", "机械装备", "Machinery",
             (("精密机械", "Precision Machinery"), ("重工", "Heavy Industry"),
              ("自动化设备", "Automation")), 20),
    Industry("new_energy", "新能源", "New energy",
             (("新能源", "New Energy"), ("电池", "Battery")), 12),
    Industry("chemicals", "化工", "Chemicals", (("化工", "Chemical"), ("新材料", "New Materials")), 8),
    Industry("food", "食品饮料", "Food and beverage", (("食品", "Foods"), ("饮料", "Beverage")), 7),
    Industry("pharma", "医药", "Pharmaceuticals", (("制药", "Pharma"), ("生物医药", "Biopharma")), 6),
    Industry("textile", "纺织服装", "Textiles", (("纺织", "Textile"), ("服饰", "Apparel")), 4),
    Industry("logistics", "物流", "Logistics", (("物流", "Logistics"), ("供应链", "Supply Chain")), 3),
    Industry("education", "教育培训", "Education", (("教育科技", "Education"),), 2),
    Industry("trading", "贸易", "Trading", (("贸易", "Trading"), ("进出口", "Import & Export")), 3),
)  # fmt: skip

# Simplified -> traditional for the characters that Hong Kong companies carry in this world.
TRADITIONAL: dict[str, str] = {
    "华": "華", "凯": "凱", "远": "遠", "腾": "騰", "誉": "譽", "锦": "錦", "铭": "銘", "骏": "駿",
    "优": "優", "澜": "瀾", "达": "達", "丰": "豐", "顺": "順", "图": "圖", "阳": "陽", "维": "維",
    "荣": "榮", "电": "電", "机": "機", "动": "動", "设": "設", "备": "備", "汽": "汽", "车": "車",
    "能": "能", "药": "藥", "纺": "紡", "织": "織", "饰": "飾", "贸": "貿", "进": "進", "应": "應",
    "链": "鏈", "饮": "飲", "医": "醫", "团": "團", "责": "責", "业": "業", "态": "態", "亚": "亞",
}  # fmt: skip

# (low, high, weight): employees are drawn from these bands; many small firms, few giants.
HEAD_COUNTS: tuple[tuple[int, int, int], ...] = (
    (5, 49, 14),
    (50, 199, 24),
    (200, 499, 22),
    (500, 999, 18),
    (1000, 4999, 16),
    (5000, 30000, 6),
)
