"""Where the customers are: cities with their spellings, phone codes and the sales team that covers them."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city. `area_code` is the landline prefix with its national zero (mainland) or without (abroad)."""

    country: str  # ISO 3166-1 alpha-2
    region_zh: str
    region_en: str
    city_zh: str
    city_en: str
    area_code: str
    team: str
    weight: int


PLACES: tuple[Place, ...] = (
    Place("CN", "上海", "Shanghai", "上海", "Shanghai", "021", "east", 100),
    Place("CN", "江苏", "Jiangsu", "苏州", "Suzhou", "0512", "east", 110),
    Place("CN", "江苏", "Jiangsu", "无锡", "Wuxi", "0510", "east", 60),
    Place("CN", "江苏", "Jiangsu", "南京", "Nanjing", "025", "east", 45),
    Place("CN", "浙江", "Zhejiang", "杭州", "Hangzhou", "0571", "east", 65),
    Place("CN", "浙江", "Zhejiang", "宁波", "Ningbo", "0574", "east", 55),
    Place("CN", "安徽", "Anhui", "合肥", "Hefei", "0551", "east", 30),
    Place("CN", "广东", "Guangdong", "深圳", "Shenzhen", "0755", "south", 100),
    Place("CN", "广东", "Guangdong", "广州", "Guangzhou", "020", "south", 80),
    Place("CN", "广东", "Guangdong", "东莞", "Dongguan", "0769", "south", 75),
    Place("CN", "广东", "Guangdong", "佛山", "Foshan", "0757", "south", 50),
    Place("CN", "福建", "Fujian", "福州", "Fuzhou", "0591", "south", 30),
    Place("CN", "湖北", "Hubei", "武汉", "Wuhan", "027", "south", 35),
    Place("CN", "湖南", "Hunan", "长沙", "Changsha", "0731", "south", 25),
    Place("CN", "北京", "Beijing", "北京", "Beijing", "010", "north", 55),
    Place("CN", "天津", "Tianjin", "天津", "Tianjin", "022", "north", 35),
    Place("CN", "山东", "Shandong", "青岛", "Qingdao", "0532", "north", 45),
    Place("CN", "山东", "Shandong", "济南", "Jinan", "0531", "north", 25),
    Place("CN", "辽宁", "Liaoning", "沈阳", "Shenyang", "024", "north", 25),
    Place("CN", "陕西", "Shaanxi", "西安", "Xi'an", "029", "north", 35),
    Place("CN", "四川", "Sichuan", "成都", "Chengdu", "028", "north", 45),
    Place("HK", "香港", "Hong Kong", "香港", "Hong Kong", "", "overseas", 45),
    Place("DE", "巴登-符腾堡", "Baden-Württemberg", "斯图加特", "Stuttgart", "711", "overseas", 28),
    Place("DE", "北威州", "North Rhine-Westphalia", "科隆", "Cologne", "221", "overseas", 20),
    Place("US", "密歇根", "Michigan", "底特律", "Detroit", "313", "overseas", 28),
    Place("US", "加利福尼亚", "California", "圣何塞", "San Jose", "408", "overseas", 28),
    Place("SG", "新加坡", "Singapore", "新加坡", "Singapore", "", "overseas", 26),
    Place("VN", "胡志明市", "Ho Chi Minh City", "胡志明市", "Ho Chi Minh City", "28", "overseas", 26),
    Place("MY", "槟城", "Penang", "槟城", "Penang", "4", "overseas", 20),
    Place("IN", "马哈拉施特拉", "Maharashtra", "浦那", "Pune", "20", "overseas", 16),
)

# How a country is written in an export: the Chinese word, the English word, a sloppy third form.
COUNTRY_FORMS: dict[str, tuple[str, str, str]] = {
    "CN": ("中国", "China", "CN"),
    "HK": ("中国香港", "Hong Kong", "HK"),
    "DE": ("德国", "Germany", "Deutschland"),
    "US": ("美国", "United States", "USA"),
    "SG": ("新加坡", "Singapore", "SG"),
    "VN": ("越南", "Vietnam", "Viet Nam"),
    "MY": ("马来西亚", "Malaysia", "MY"),
    "IN": ("印度", "India", "IN"),
}
