"""How long contacts waited for a person to answer."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from .messages import AUTO_REPLY_ORIGINS, MANUAL_ORIGIN
from .replies import Inbound


@dataclass
class Wait:
    opened_by: Inbound
    closed_at: datetime | None = None

    @property
    def account(self):
        return self.opened_by.account

    @property
    def time(self):
        return self.opened_by.time

    @property
    def seconds(self):
        return None if self.closed_at is None else (self.closed_at - self.time).total_seconds()


def is_from_a_person(message):
    """From the inbox; or somebody's own, which no campaign sent and which does not answer by itself."""
    row = message.row
    if row["send_origin"] == MANUAL_ORIGIN:
        return True
    is_own = message.campaign is None and row["send_origin"] not in AUTO_REPLY_ORIGINS
    return is_own and row["sent_by_user_id"] is not None


def read_waits(outbound, inbound):
    """Per account, contact and sender number: the first unanswered question opens a wait, a person's message ends it."""
    threads = defaultdict(list)  # -> [(time, 0 inbound / 1 outbound, id, inbound message)]
    for reply in inbound:
        if reply.kind in ("reply", "help"):
            thread = (reply.account, reply.contact, reply.own.sender)
            threads[thread].append((reply.time, 0, reply.id, reply))
    for message in outbound:
        may_have_left = not message.did_not_arrive and message.final_status not in ("scheduled", "canceled")
        if may_have_left and is_from_a_person(message):
            thread = (message.account, message.contact, message.sender)
            threads[thread].append((message.sent_at, 1, message.id, None))

    waits = []
    for thread in threads.values():
        open_wait = None
        for moment, _, _, question in sorted(thread, key=lambda step: step[:3]):
            if question is not None and open_wait is None:
                open_wait = Wait(question)
                waits.append(open_wait)
            elif question is None and open_wait is not None:
                open_wait.closed_at = moment
                open_wait = None
    return waits
