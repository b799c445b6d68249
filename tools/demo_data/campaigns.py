"""Campaigns by id, where their links lead, and their rows."""

from datetime import timedelta

from .campaign_list import CAMPAIGNS
from .clock import END, START

BY_ID = {campaign.campaign_id: campaign for campaign in CAMPAIGNS}
FLOWS = tuple(campaign.campaign_id for campaign in CAMPAIGNS if campaign.kind == "flow")
SHOPS = {
    "harbor_us": "https://shop.example.com/",
    "harbor_eu": "https://shop-eu.example.com/",
    "larkfield": "https://www.example.net/",
}
# UTM parameters as marketing wrote them, with mistakes: utm_source must be sms, the campaign known
UTM = {
    "c_us_winter": "utm_source=sms&utm_medium=text&utm_campaign=Winter_Clearance&utm_content={variant}",
    "c_us_welcome": "utm_source=sms&utm_medium=text&utm_campaign=welcome&utm_content=step{step}",
    "c_us_cart": "utm_source=sms&utm_medium=text&utm_campaign=abandoned-cart&utm_content=step{step}",
    "c_us_spring": "utm_source=SMS&utm_medium=Text&utm_campaign=spring%20sale",
    "c_us_orders": "utm_source=sms&utm_medium=text&utm_campaign=orders",
    "c_us_weekly": "utm_source=text&utm_medium=sms&utm_campaign=weekly_deals",
    "c_us_summer": "",
    "c_eu_welcome": "utm_source=sms&utm_medium=text&utm_campaign=willkommen",
    "c_eu_sale": "utm_source=sms&utm_medium=text&utm_campaign=fruehling&utm_content={variant}",
    "c_eu_vip": "utm_source=klaviyo&utm_medium=mms&utm_campaign=vip-lookbook",
    "c_b2b_outreach": "utm_source=sms&utm_medium=text&utm_campaign=outbound_ops&utm_content=step{step}",
    "c_b2b_webinar": "utm_medium=text&utm_campaign=webinar-may",
}


def destination(campaign, template):
    """The destination of the template's link, with its UTM parameters."""
    query = UTM.get(campaign.campaign_id, "").format(variant=template.variant, step=template.step)
    return SHOPS[campaign.account_id] + template.path + ("?" + query if query else "")


def write_campaigns(world):
    """Write campaigns, templates and the links that all recipients share."""
    dice = world.dice("campaigns")
    for campaign in CAMPAIGNS:
        loaded = max(campaign.created, START - timedelta(days=30))
        columns = {"sender_phone": campaign.sender, **campaign.columns}
        world.add(
            "campaigns",
            campaign.account,
            loaded,
            campaign_id=campaign.campaign_id,
            campaign_name=campaign.name,
            campaign_kind=campaign.kind,
            message_type=campaign.message_type,
            created_at=campaign.created,
            launched_at=campaign.launched,
            ended_at=campaign.ended,
            status=campaign.status,
            **columns,
        )
        for template in campaign.templates:
            world.add(
                "templates",
                campaign.account,
                loaded,
                template_id=template.template_id,
                campaign_id=campaign.campaign_id,
                template_name=template.template_id[2:].replace("_", " "),
                template_version=template.version,
                ab_variant=template.variant,
                step_number=template.step,
            )
            if template.link == "template":
                _shared_link(world, dice, campaign, template, link_id="l_" + template.template_id[2:])
        if campaign.templates[0].link == "campaign":
            _shared_link(
                world, dice, campaign, campaign.templates[0], link_id="l_" + campaign.campaign_id[2:]
            )


def _shared_link(world, dice, campaign, template, link_id):
    checked = END - timedelta(days=dice.randint(1, 20))
    world.add(
        "links",
        campaign.account,
        campaign.created,
        link_id=link_id,
        campaign_id=campaign.campaign_id,
        template_id=template.template_id if template.link == "template" else None,
        short_url=f"https://go.example.com/{link_id[2:]}",
        destination_url=destination(campaign, template),
        link_purpose=template.purpose,
        last_checked_at=checked,
        last_check_status=404 if template.template_id == "t_b2b_webinar_2" else 200,
    )
