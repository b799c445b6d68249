"""The demo events: half a year of three accounts, simulated; the same bytes each time, on every machine.

    python -m tools.demo_data [--out folder]

Harbor & Pine sells outdoor clothes in the United States (twilio) and in Germany (its sub-account, klaviyo);
Larkfield Systems sells software to dispatchers (telnyx). Stories worth finding:

- Weekly trail deals tire their list: opt-outs rise from one percent to eight, send after send.
- Spring trail sale, variant B ("FREE FREE FREE!!!"): carriers filter half of it (30007), a quarter of the campaign.
- Winter clearance, variant B is clicked nearly twice as often as A, though it costs two parts a message. The
  German Frühlings-Sale has two variants as well; there any difference is luck.
- On 8 March the clocks went forward, and the late part of that Sunday's send came an hour late, in quiet hours.
- Weekly deals also go to some who had opted out: that list is synchronised too seldom.
- Larkfield's reps answer within minutes, the shops within hours or on the next working day, and many questions
  never get an answer. Replies to the outreach become leads, meetings, deals.
- The platforms claim more orders and clicks than there are: previews count, orders are claimed without a click,
  and the weekly campaign's page counts parts instead of messages.
- Germany's costs are charges, not prices, and the welcome flow's is missing; one charge is in dollars. On 12 April
  the exchange rates are missing.

How it is made: `people`, `campaign_list` and `plans` say who is sent what; the agenda of `world` lets it happen
in order of time, and `messaging`, `engagement`, `consent`, `inbox`, `commerce`, `crm` and `calling` say what
follows from it. `awkward` adds the rows that break careless models. `writer` writes what `contract` knows, and
nothing else.
"""

from . import awkward, calling, campaigns, commerce, consent, contract, crm, people, plans, writer
from .world import SEED, World


def simulate(seed=SEED):
    """A World with the rows of every table."""
    world = World(seed)
    people.make_accounts(world)
    everybody = people.make_contacts(world)
    people.start_history(world, everybody)
    campaigns.write_campaigns(world)
    plans.plan_everything(world, everybody)
    consent.plan_other_ways_out(world, everybody)
    commerce.plan_browsing(world, everybody)
    crm.plan_sequences(world, everybody)
    crm.plan_other_deals(world, everybody)
    calling.plan_calls(world, everybody)
    world.run()
    plans.close_memberships(world, everybody)
    crm.add_second_contacts(world, everybody)
    commerce.write_costs(world)
    commerce.write_rates(world)
    commerce.write_platform_figures(world)
    people.write_contacts(world, everybody)
    commerce.add_company_touches(world, everybody)
    world.load_again()
    awkward.add_all(world)
    return world


def generate(folder, seed=SEED):
    """Write raw_<table>.csv for every table of the contract; returns the paths."""
    return writer.write_all(folder, contract.load(), simulate(seed).rows)
