"""Who is meant: the owner of a phone at a time, the stand-in of an unknown phone, the survivor of a merge."""

import hashlib
import hmac
from collections import defaultdict

from .raw import kept


class Contacts:
    def __init__(self, tables, hash_key=""):
        self.hash_key = hashlib.md5(f"sms_analytics:{hash_key}".encode()).hexdigest().encode()
        self.rows = {row["contact_id"]: row for row in kept(tables, "contacts")}
        self.owners = defaultdict(list)  # phone -> its contact_phones rows
        for row in kept(tables, "contact_phones"):
            self.owners[row["phone_e164"]].append(row)
        self.named_messages = defaultdict(list)  # (account, phone) -> messages that carry a contact_id
        for row in kept(tables, "messages"):
            if row["contact_id"] is not None:
                self.named_messages[row["account_id"], row["contact_phone_e164"]].append(row)
        self.survivors = {}

    def survivor(self, contact_id):
        """Follow the merges to their end. On a cycle the smallest id survives."""
        if contact_id not in self.survivors:
            path = [contact_id]
            while True:
                row = self.rows.get(path[-1])
                target = row["merged_into_contact_id"] if row else None
                if target is None:
                    end = path[-1]
                    break
                if target in path:
                    end = min(path[path.index(target) :])
                    break
                path.append(target)
            self.survivors[contact_id] = end
        return self.survivors[contact_id]

    def is_test(self, survivor_id):
        row = self.rows.get(survivor_id)
        return bool(row and row["is_test"])

    def hashed(self, phone):
        return hmac.new(self.hash_key, phone.encode(), hashlib.sha256).hexdigest()[:32]

    def resolve(self, contact_id, phone, account_id, moment):
        """The surviving contact of an event of this account at this moment; None where nothing tells."""
        found = contact_id
        if found is None and phone is not None:
            found = self._owner(phone, moment) or self._named_before(account_id, phone, moment)
            if found is None:
                found = "phone:" + self.hashed(phone)
        return None if found is None else self.survivor(found)

    def _owner(self, phone, moment):
        owners = [
            row
            for row in self.owners.get(phone, [])
            if row["valid_from"] <= moment and (row["valid_to"] is None or moment < row["valid_to"])
        ]
        if not owners:
            return None
        return max(owners, key=lambda row: (row["valid_from"], row["contact_id"]))["contact_id"]

    def _named_before(self, account_id, phone, moment):
        earlier = [row for row in self.named_messages.get((account_id, phone), []) if row["created_at"] <= moment]
        if not earlier:
            return None
        return max(earlier, key=lambda row: (row["created_at"], row["message_id"]))["contact_id"]
