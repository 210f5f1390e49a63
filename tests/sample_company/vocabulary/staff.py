"""The made-up company's own people: sales teams and owners. Addresses are in the reserved .example domain."""

from typing import NamedTuple

DOMAIN = "hengrui.example"
COMPANY_ZH = "示例：恒锐智造（虚构公司）"
COMPANY_EN = "Hengrui Smart Manufacturing (made up)"


class Owner(NamedTuple):
    """A sales person. `diligence` scales how often they follow up; who has left holds no new leads."""

    owner_id: str
    name: str
    local_part: str
    team: str
    manager: str
    is_active: bool
    diligence: float


TEAM_LABELS: dict[str, str] = {
    "east": "华东 East",
    "south": "华南 South",
    "north": "北方 North",
    "overseas": "海外 Overseas",
}

OWNERS: tuple[Owner, ...] = (
    Owner("S001", "沈若岚", "shen.ruolan", "east", "", True, 1.1),
    Owner("S002", "顾一鸣", "gu.yiming", "east", "沈若岚", True, 1.0),
    Owner("S003", "陆青禾", "lu.qinghe", "east", "沈若岚", True, 1.25),
    Owner("S004", "钱思远", "qian.siyuan", "east", "沈若岚", True, 0.7),
    Owner("S005", "麦景行", "mai.jingxing", "south", "", True, 1.0),
    Owner("S006", "温书瑶", "wen.shuyao", "south", "麦景行", True, 1.2),
    Owner("S007", "区子谦", "ou.ziqian", "south", "麦景行", True, 0.9),
    Owner("S008", "方知行", "fang.zhixing", "south", "麦景行", False, 0.6),
    Owner("S009", "贺北辰", "he.beichen", "north", "", True, 1.0),
    Owner("S010", "纪晚晴", "ji.wanqing", "north", "贺北辰", True, 1.15),
    Owner("S011", "石敬之", "shi.jingzhi", "north", "贺北辰", True, 0.8),
    Owner("S012", "Clara Reuter", "clara.reuter", "overseas", "", True, 1.1),
    Owner("S013", "Wei-Lin Tan", "weilin.tan", "overseas", "Clara Reuter", True, 1.0),
)
