"""The second computation: every KPI once more, in plain Python over raw rows.

The dbt models are one reading of the KPI definitions, this package is another. It shares no SQL, no macro and no
intermediate table with the models; a difference between the two is an error in one of them or an ambiguity in the
definitions. It is written to be obviously right, not to be fast: loops, dictionaries and dataclasses.

    raw.py          rows from CSV: parsing, what is rejected, folding, counting
    contract.py     what a raw table looks like
    settings.py     the variables and the reference tables a run depends on
    contacts.py     who is meant: phone owners, stand-ins, merges
    identity.py     whose e-mail address, phone, customer id or anonymous id it is
    segments.py     how many parts a text takes
    messages.py     final status, send time, failure class, what is a campaign message, steps
    replies.py      whose reply an inbound message is, and of which kind
    consent.py      opt-outs and AI filtering, from inbound messages and consent rows
    clicks.py       whose click it is, and whether a person clicked; which messages have a link
    leads.py        of which campaign a lead is
    money.py        currencies, revenue in cents, costs allocated to messages
    conversions.py  each conversion once, and what was given back
    attribution.py  the touches a conversion is credited to
    responses.py    the first response to a message
    team.py         how long contacts waited for a person
    dates.py        local days, and when a period is mature
    kpis.py         the marts
    statistics.py   intervals, tests and what they need of distributions
    experiments.py  arms of a campaign beside their control
    answer.py       all of it together
    compare.py      cell by cell comparison with a database
"""
