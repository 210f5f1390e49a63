"""Every simulator there is, one entry for each connection of the made-up company.

`leadmill simulate` starts them all.

A connection stands in tests/api_company/config/connections.yml. What is different when its system is a
simulator stands here: the made-up secrets, and settings that hold an address.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.simulators.baidu import server as baidu
from tests.simulators.eventbrite import server as eventbrite
from tests.simulators.fxiaoke import server as fxiaoke
from tests.simulators.google_ads import server as google_ads
from tests.simulators.hubspot import server as hubspot
from tests.simulators.jiandaoyun import server as jiandaoyun
from tests.simulators.jinshuju import server as jinshuju
from tests.simulators.jotform import server as jotform
from tests.simulators.meta import server as meta
from tests.simulators.neocrm import server as neocrm
from tests.simulators.ocean_engine import server as ocean_engine
from tests.simulators.qidian import server as qidian
from tests.simulators.salesforce import server as salesforce
from tests.simulators.server import Simulator
from tests.simulators.typeform import server as typeform
from tests.simulators.wecom import server as wecom
from tests.simulators.world import World
from tests.simulators.zoho import server as zoho


@dataclass(frozen=True)
class Simulated:
    """One system of the made-up company.

    `secrets` are by field. In `addresses`, settings by name, {url} stands for the simulator's address;
    base_url is one of them wherever it is not that address alone.
    """

    connection: str
    make: Callable[[World], Simulator]
    secrets: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)


SIMULATED: tuple[Simulated, ...] = (
    Simulated("salesforce", salesforce.Salesforce, {"client_secret": salesforce.CLIENT_SECRET}),
    Simulated(
        "hubspot",
        hubspot.HubSpot,
        {"client_secret": hubspot.CLIENT_SECRET, "refresh_token": hubspot.REFRESH_TOKEN},
    ),
    Simulated(
        "fxiaoke",
        fxiaoke.FxiaokeSimulator,
        {"app_secret": fxiaoke.SECRET, "permanent_code": fxiaoke.CODE},
    ),
    Simulated(
        "neocrm",
        neocrm.NeocrmSimulator,
        {
            "client_secret": neocrm.CLIENT["client_secret"],
            "password": neocrm.PASSWORD,
            "security_token": neocrm.SECURITY_TOKEN,
        },
        {"login_url": "{url}"},
    ),
    Simulated(
        "zoho",
        zoho.Zoho,
        {"client_secret": zoho.CLIENT_SECRET, "refresh_token": zoho.REFRESH_TOKEN},
        {"accounts_url": "{url}"},
    ),
    Simulated("jiandaoyun", jiandaoyun.JiandaoyunSimulator, {"api_key": jiandaoyun.KEY}),
    Simulated("qidian", qidian.QidianSimulator, {"secret": qidian.SECRET}),
    Simulated("wecom", wecom.WecomSimulator, {"secret": wecom.SECRET}),
    Simulated(
        "jinshuju",
        jinshuju.JinshujuSimulator,
        {"api_key": jinshuju.KEY, "api_secret": jinshuju.API_SECRET},
    ),
    Simulated("typeform", typeform.TypeformSimulator, {"token": typeform.TOKEN}),
    Simulated("jotform", jotform.JotformSimulator, {"api_key": jotform.KEY}),
    Simulated("eventbrite", eventbrite.EventbriteSimulator, {"token": eventbrite.TOKEN}),
    Simulated("meta", meta.MetaSimulator, {"access_token": meta.TOKEN}),
    Simulated(
        "ocean_engine",
        ocean_engine.OceanEngineSimulator,
        {"app_secret": ocean_engine.SECRET, "refresh_token": ocean_engine.REFRESH},
    ),
    Simulated(
        "google_ads",
        google_ads.GoogleAdsSimulator,
        {
            "client_secret": google_ads.SECRET,
            "refresh_token": google_ads.REFRESH,
            "developer_token": google_ads.DEVELOPER,
        },
        {"token_url": "{url}/token"},
    ),
    Simulated(
        "baidu",
        baidu.BaiduSimulator,
        {"app_secret": baidu.SECRET, "refresh_token": baidu.REFRESH},
        {"token_url": "{url}/oauth/refreshToken"},
    ),
)
