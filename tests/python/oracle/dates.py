"""Local days, and when a day can no longer change its figures."""

from datetime import UTC, datetime, timedelta


class Calendar:
    def __init__(self, accounts, reference, settings):
        self.zones = {
            account_id: reference.zone(row["time_zone"], settings.reporting_time_zone)
            for account_id, row in accounts.items()
        }
        self.fallback = reference.zone(settings.reporting_time_zone, settings.reporting_time_zone)

    def zone(self, account_id):
        return self.zones.get(account_id, self.fallback)

    def day(self, account_id, moment):
        """The account's local date of a UTC moment."""
        return moment.replace(tzinfo=UTC).astimezone(self.zone(account_id)).date()

    def end_of(self, account_id, day):
        """The UTC moment of the local midnight that ends the day."""
        midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=self.zone(account_id))
        return midnight.astimezone(UTC).replace(tzinfo=None)
