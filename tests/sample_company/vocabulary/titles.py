"""Job titles in both languages, with the decision power (0 to 10) that they really have in this world."""

from typing import NamedTuple


class Title(NamedTuple):
    """A title. `power` drives the made-up outcomes; the pipeline has its own table (seed title_levels)."""

    zh: str
    en: str
    power: int
    weight: int


TITLES: tuple[Title, ...] = (
    Title("董事长", "Chairman", 10, 3),
    Title("总经理", "General Manager", 10, 9),
    Title("总裁", "President", 10, 2),
    Title("首席信息官", "CIO", 10, 4),
    Title("创始人", "Founder", 10, 2),
    Title("副总经理", "Deputy General Manager", 9, 9),
    Title("生产副总裁", "VP Operations", 9, 5),
    Title("厂长", "Plant Manager", 8, 8),
    Title("IT总监", "IT Director", 8, 8),
    Title("生产总监", "Production Director", 8, 8),
    Title("信息部经理", "IT Manager", 6, 13),
    Title("生产经理", "Production Manager", 6, 13),
    Title("采购经理", "Purchasing Manager", 6, 8),
    Title("设备主管", "Equipment Supervisor", 4, 9),
    Title("高级工程师", "Senior Engineer", 4, 10),
    Title("工艺工程师", "Process Engineer", 3, 11),
    Title("采购专员", "Buyer", 3, 8),
    Title("助理", "Assistant", 1, 4),
    Title("学生", "Student", 0, 2),
)
