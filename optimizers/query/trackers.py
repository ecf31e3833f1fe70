"""Names that mailers, advertisers and social networks append to links. They mean nothing here and are ignored.

Tests make sure that no name of a scenario or a view is among them, in upper or lower case.
"""

from typing import Final

TRACKERS: Final[dict[str, str]] = {
    # who appends it: the names; one that ends in * stands for all names that begin like it
    "campaign links, for Google Analytics and most others": "utm_*",
    "Google Ads and Analytics": "gclid gclsrc dclid gbraid wbraid gad_* srsltid _ga _gl",
    "Facebook and Instagram": "fbclid fb_* mibextid igsh igshid",
    "Microsoft Advertising": "msclkid",
    "Yandex": "yclid ymclid _openstat",
    "TikTok": "ttclid",
    "Twitter": "twclid ref_src ref_url",
    "LinkedIn": "li_fat_id",
    "Pinterest": "epik",
    "Reddit": "rdt_cid",
    "Snapchat": "sccid",
    "Mailchimp": "mc_cid mc_eid",
    "HubSpot": "_hsenc _hsmi __hssc __hstc __hsfp hsctatracking hsa_*",
    "Marketo": "mkt_tok",
    "Omeda": "oly_*",
    "Vero": "vero_*",
    "Adobe Analytics": "s_cid ef_id",
    "Klaviyo": "_kx",
    "Kit": "ck_subscriber_id",
    "MailerLite": "ml_subscriber ml_subscriber_hash",
    "Dotdigital": "dm_i",
    "Listrak": "trk_*",
    "Branch": "_branch_*",
    "Matomo": "mtm_* matomo_* pk_* piwik_*",
    "Mapp": "wt_mc wt_zmc",
    "Piano Analytics": "at_medium at_campaign",
    "Ghost and Product Hunt, to links that lead away": "ref",
}

_NAMES = [name for names in TRACKERS.values() for name in names.split()]
_EXACT = frozenset(name for name in _NAMES if not name.endswith("*"))
_BEGINNINGS = tuple(name.removesuffix("*") for name in _NAMES if name.endswith("*"))


def is_tracker(key: str) -> bool:
    """Return whether trackers append ``key``, in upper or lower case, which some mailers change."""
    lower = key.lower()
    return lower in _EXACT or lower.startswith(_BEGINNINGS)
