"""The six made-up products, how well each suits an industry, and what people who ask for one write."""

from typing import NamedTuple


class Product(NamedTuple):
    """A product: name as the CRM has it, family, list price in CNY, and the words that customers use."""

    name: str
    family: str
    list_price: int
    interest_zh: tuple[str, ...]
    interest_en: tuple[str, ...]
    weight: int


PRODUCTS: tuple[Product, ...] = (
    Product("HR-MES Core", "Manufacturing execution", 380_000,
            ("MES", "MES系统", "制造执行系统"), ("MES", "MES Core"), 30),
    Product("HR-MES Pro", "Manufacturing execution", 860_000,
            ("MES 集团版", "多工厂MES"), ("MES Pro", "Multi-plant MES"), 14),
    Product("HR-APS Planner", "Planning and quality", 420_000,
            ("APS", "APS排产", "高级排产"), ("APS", "Production scheduling (APS)"), 16),
    Product("HR-QMS Quality", "Planning and quality", 260_000,
            ("QMS", "质量管理QMS", "质量追溯"), ("QMS", "Quality management (QMS)"), 14),
    Product("HR-SCADA Edge", "Industrial connectivity", 180_000,
            ("SCADA", "数据采集SCADA", "车间数据采集"), ("SCADA", "SCADA Edge"), 16),
    Product("HR-IoT Gateway", "Industrial connectivity", 90_000,
            ("物联网网关", "设备联网", "IoT网关"), ("IoT gateway", "Machine connectivity (IoT)"), 10),
)  # fmt: skip

# Fit of a product family with an industry, 0 to 10; config/seeds/product_industry_fit.csv says the same.
FAMILY_FIT: dict[str, dict[str, int]] = {
    "Manufacturing execution": {
        "automotive": 10, "electronics": 10, "machinery": 8, "new_energy": 9, "chemicals": 5, "food": 6,
        "pharma": 7, "textile": 5, "logistics": 2, "education": 1, "trading": 1,
    },
    "Planning and quality": {
        "automotive": 10, "electronics": 9, "machinery": 8, "new_energy": 8, "chemicals": 6, "food": 7,
        "pharma": 9, "textile": 6, "logistics": 4, "education": 1, "trading": 2,
    },
    "Industrial connectivity": {
        "automotive": 8, "electronics": 8, "machinery": 10, "new_energy": 10, "chemicals": 9, "food": 7,
        "pharma": 6, "textile": 6, "logistics": 5, "education": 2, "trading": 1,
    },
}  # fmt: skip
