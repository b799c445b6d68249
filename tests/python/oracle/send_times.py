"""When contacts were texted, on their own clock, and what came of it."""

SHOWN = (
    "messages_sent", "messages_delivered", "contacts_reached", "contacts_delivered", "contacts_replied", "reply_rate",
    "contacts_clicked", "contacts_delivered_with_link", "click_through_rate", "contacts_responded", "response_rate",
    "contacts_opted_out", "opt_out_rate",
)  # fmt: skip


def send_time_rows(world, marts, clock_of, unit_of, key):
    """clock_of tells the local time of a message, unit_of its account or campaign."""

    def place(message):
        if message is None or not message.is_campaign:
            return None
        local = clock_of(message)
        return unit_of(message), local.isoweekday(), local.hour

    for (unit, weekday, hour), cell in marts.cells(place, lambda event: place(event.message)).items():
        account = unit if key == "account_id" else world.campaign_accounts[unit]
        row = marts.row(cell, at_account=False)
        yield (
            {key: unit, "account_id": account, "account_name": world.account_name(account), "weekday": weekday, "hour": hour}
            | {name: row[name] for name in SHOWN}
        )  # fmt: skip


def send_time_answers(world, marts, governance):
    def clock_of(message):
        _, local, _ = governance.where_and_when(message)
        return local

    return {
        "kpi_send_times": list(send_time_rows(world, marts, clock_of, lambda message: message.account, "account_id")),
        "kpi_campaign_send_times": list(send_time_rows(world, marts, clock_of, lambda message: message.campaign, "campaign_id")),
    }
