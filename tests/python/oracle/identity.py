"""Whose identifier it is: e-mail, phone, customer id, anonymous id, each looked up once."""

from collections import defaultdict
from datetime import datetime

from .raw import kept

ALWAYS = datetime(1900, 1, 1)


def fold(value):
    """Lower case, without any white space."""
    return "".join((value or "").split()).lower()


class Identities:
    def __init__(self, tables, contacts, messages, clicks):
        self.contacts = contacts
        self.links = defaultdict(list)  # (kind, folded identifier) -> [(linked since, contact)]
        for row in kept(tables, "identity_links"):
            kind = "anonymous_id" if row["identity_type"] == "device_id" else row["identity_type"]
            self._link(kind, row["identity_value"], row["contact_id"], row["first_seen_at"])
        for row in kept(tables, "contacts"):
            since = row["created_at"] or ALWAYS
            self._link("email", row["email"], row["contact_id"], since)
            self._link("customer_id", row["external_customer_id"], row["contact_id"], since)
        for row in kept(tables, "contact_phones"):
            self._link("phone", row["phone_e164"], row["contact_id"], row["valid_from"])
        for click in clicks:
            self._link("anonymous_id", click.anonymous_id, click.contact, click.time)
        # A phone that is in no list is whoever its messages are.
        listed = set(self.links)
        for message in messages.values():
            if not message.is_test and ("phone", fold(message.phone)) not in listed:
                self._link("phone", message.phone, message.contact, message.created_at)

    def _link(self, kind, value, contact, since):
        if fold(value) and contact is not None:
            self.links[kind, fold(value)].append((since, self.contacts.survivor(contact)))

    def find(self, moment, contact_id, email=None, phone=None, customer_id=None, anonymous_id=None):
        """(surviving contact, what told it), (None, None) where nothing does."""
        if contact_id is not None:
            return self.contacts.survivor(contact_id), "contact_id"
        given = {"email": email, "phone": phone, "customer_id": customer_id, "anonymous_id": anonymous_id}
        for kind, value in given.items():
            links = self.links.get((kind, fold(value)), [])
            before = [link for link in links if link[0] <= moment]
            if before:
                return max(before)[1], kind
            if links:
                earliest = min(since for since, _ in links)
                return max(contact for since, contact in links if since == earliest), kind
        return None, None
