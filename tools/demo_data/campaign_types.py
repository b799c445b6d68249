"""Campaigns and templates, and their sender numbers."""

from dataclasses import dataclass, field
from datetime import datetime

from .people import ACCOUNTS

ACCOUNT = {account.account_id: account for account in ACCOUNTS}
SENDERS = {"harbor_us": "55501", "harbor_eu": "+494066969190", "larkfield": "+15125550190"}
SECOND_SENDER = {"harbor_us": "+16175550191", "harbor_eu": "+494066969191", "larkfield": "+14045550192"}


@dataclass(frozen=True)
class Template:
    template_id: str
    body: str
    step: int = 1
    variant: str = None
    link: str = None  # owner of the link: message, template, campaign or None
    purpose: str = None  # links.link_purpose
    path: str = ""
    media: int = 0
    version: str = "1"
    blocked: float = 0.0  # share of sends that carriers filter
    click: float = 0.0
    reply: float = 0.0
    reply_by_stage: dict = field(default_factory=dict)  # lifecycle stage -> share of replies, where it is another
    opt_out: float = 0.008
    convert: float = 0.0  # share of clicks that lead to an order or form


@dataclass(frozen=True)
class Campaign:
    campaign_id: str
    account_id: str
    name: str
    kind: str
    message_type: str
    created: datetime
    launched: datetime = None
    ended: datetime = None
    status: str = "active"
    templates: tuple = ()
    origin: str = "campaign_blast"
    purpose: str = "marketing"
    channel: str = "sms"
    intents: dict = field(default_factory=dict)
    columns: dict = field(default_factory=dict)  # further contract columns: play, keyword, windows ...

    @property
    def account(self):
        return ACCOUNT[self.account_id]

    @property
    def sender(self):
        return self.columns.get("sender_phone", SENDERS[self.account_id])
