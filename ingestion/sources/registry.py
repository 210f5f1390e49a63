"""Every kind of system there is, one line each."""

from ingestion.sources.baidu.connector import SPEC as BAIDU
from ingestion.sources.eventbrite.connector import SPEC as EVENTBRITE
from ingestion.sources.fxiaoke.resources import SPEC as FXIAOKE
from ingestion.sources.google_ads.connector import SPEC as GOOGLE_ADS
from ingestion.sources.hubspot.resources import SPEC as HUBSPOT
from ingestion.sources.jiandaoyun.resources import SPEC as JIANDAOYUN
from ingestion.sources.jinshuju.connector import SPEC as JINSHUJU
from ingestion.sources.jotform.connector import SPEC as JOTFORM
from ingestion.sources.meta.connector import SPEC as META
from ingestion.sources.neocrm.resources import SPEC as NEOCRM
from ingestion.sources.ocean_engine.connector import SPEC as OCEAN_ENGINE
from ingestion.sources.qidian.connector import SPEC as QIDIAN
from ingestion.sources.salesforce.resources import SPEC as SALESFORCE
from ingestion.sources.spec import SourceSpec
from ingestion.sources.typeform.connector import SPEC as TYPEFORM
from ingestion.sources.webhook.connector import SPEC as WEBHOOK
from ingestion.sources.wecom.connector import SPEC as WECOM
from ingestion.sources.zoho.resources import SPEC as ZOHO

_ALL = (
    JIANDAOYUN,
    NEOCRM,
    FXIAOKE,
    SALESFORCE,
    HUBSPOT,
    ZOHO,
    QIDIAN,
    WECOM,
    JINSHUJU,
    TYPEFORM,
    JOTFORM,
    EVENTBRITE,
    META,
    OCEAN_ENGINE,
    GOOGLE_ADS,
    BAIDU,
    WEBHOOK,
)

SPECS: dict[str, SourceSpec] = {spec.kind: spec for spec in _ALL}
