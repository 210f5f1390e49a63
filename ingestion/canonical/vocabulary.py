"""The closed sets of codes that canonical fields may hold, and which field holds which. No parsing.

Channels are a company's own (its channels seed), so they are no closed set here.
"""

# In the order of the sale; `lost` may follow any of them.
STAGES: tuple[str, ...] = (
    "new_lead",
    "qualified",
    "needs_confirmed",
    "solution_discussed",
    "price_negotiation",
    "won",
    "lost",
)

LEAD_STATUSES: tuple[str, ...] = (
    "new",
    "contacted",
    "nurturing",
    "qualified",
    "converted",
    "disqualified",
)

LOSS_REASONS: tuple[str, ...] = (
    "price",
    "product",
    "service",
    "competitor",
    "budget",
    "timing",
    "no_response",
    "not_a_fit",
    "other",
    "unknown",
)

TARGET_METRICS: tuple[str, ...] = ("won_revenue", "leads", "opportunities")

# ISO 4217, active codes of countries as of 2026-01 (no funds, metals or test codes).
_ISO_4217 = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD
    LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK
    PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
    TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES: tuple[str, ...] = tuple(_ISO_4217.split())


def codes_of(entity: str, field: str) -> tuple[str, ...] | None:
    """Return the codes that `field` of `entity` may hold, or None when it is free text."""
    if (entity, field) == ("lead", "status"):
        return LEAD_STATUSES
    if (entity, field) == ("target", "metric"):
        return TARGET_METRICS
    return {"stage": STAGES, "loss_reason": LOSS_REASONS, "currency": CURRENCIES}.get(field)
