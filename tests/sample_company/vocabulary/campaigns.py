"""Campaigns and exhibitions of the made-up company: when they run, what they cost, in which currency."""

from typing import NamedTuple


class Exhibition(NamedTuple):
    """A yearly exhibition. `first` is (month, day); `share` is its part of all event leads of a year."""

    name: str
    slug: str
    first: tuple[int, int]
    days: int
    share: int
    currency: str
    booth: int  # booth, travel and stand building in `currency`
    abroad: bool


# All invented. The two 华南 fairs stand for the spring and autumn trade-fair season in Guangzhou.
EXHIBITIONS: tuple[Exhibition, ...] = (
    Exhibition("华南春季展", "huanan-spring", (4, 15), 5, 24, "CNY", 420_000, False),
    Exhibition("西南智造峰会", "xinan-summit", (6, 18), 2, 10, "CNY", 130_000, False),
    Exhibition("华东工业软件展", "huadong-expo", (9, 9), 4, 24, "CNY", 360_000, False),
    Exhibition("华南秋季展", "huanan-autumn", (10, 15), 5, 28, "CNY", 450_000, False),
    Exhibition("Rhine Automation Show", "rhine-show", (11, 10), 3, 14, "EUR", 38_000, True),
)


class Campaign(NamedTuple):
    """A campaign that runs all year: its channel, share of the channel's leads, and spend a day."""

    name: str
    channel: str
    share: int
    currency: str
    daily: int  # usual spend a day in `currency`; 0 = free, no spend rows
    abroad: bool
    utm_source: str
    utm_medium: str
    clicks_per_unit: float  # clicks bought by one unit of money


CAMPAIGNS: tuple[Campaign, ...] = (
    Campaign("老客户推荐计划", "referral", 100, "CNY", 1_900, False, "", "", 0.0),
    Campaign("官网自然流量", "web", 34, "CNY", 0, False, "", "organic", 0.0),
    Campaign("搜索推广-MES", "web", 36, "CNY", 4_200, False, "search_cn", "cpc", 0.09),
    Campaign("白皮书下载", "web", 14, "CNY", 1_100, False, "whitepaper", "content", 0.12),
    Campaign("Global search ads", "web", 16, "USD", 330, True, "search_global", "cpc", 0.35),
    Campaign("公众号内容", "social", 44, "CNY", 1_100, False, "wechat", "social", 0.4),
    Campaign("短视频获客", "social", 34, "CNY", 2_600, False, "douyin", "video", 0.55),
    Campaign("LinkedIn Europe", "social", 22, "EUR", 150, True, "linkedin", "paid_social", 0.2),
    Campaign("示例商机通线索包", "third_party", 66, "CNY", 4_000, False, "", "", 0.0),
    Campaign("Example Lead Pool", "third_party", 34, "USD", 290, True, "", "", 0.0),
)
