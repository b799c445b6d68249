"""The demo events: a simulation of three accounts over half a year, with the same bytes each time, on every machine.

    python -m tools.demo_data [--out folder]

Harbor & Pine sells outdoor clothes in the United States (twilio) and in Germany (its sub-account, klaviyo);
Larkfield Systems sells software to dispatchers (telnyx). Stories worth finding:

- Weekly trail deals tire their list: opt-outs rise from one percent to eight, send after send.
- Spring trail sale, variant B ("FREE FREE FREE!!!"): carriers filter half of it (30007), a quarter of the campaign.
- The same sale has orders to its credit, but it is spring: those held out bought just as often.
- Winter clearance: variant B is clicked nearly twice as often as A, but costs two segments per message. The German
  Frühlings-Sale also has two variants; there any difference is chance.
- Order updates come from a number of their own, and from 11 May on carriers filter what it sends to most people.
- On 8 March the clocks went forward, and the late part of that Sunday's send arrived an hour late, in quiet hours.
- Weekly deals also go to some contacts who had opted out, because that list is rarely synchronized.
- Larkfield's reps answer within minutes, the shops within hours or on the next working day, and many questions
  are never answered. Replies to the outreach become leads, meetings and deals.
- Jordan talks twice as long on the phone as Riley and Sam, finds more leads, and closes far fewer deals.
- Labels: a contact labelled "Hot lead" gets a deal three times as often as one labelled "Later".
- Larkfield keeps an attribute of its own, the size of the fleet.
- The platforms claim too many orders and clicks: previews count, orders are claimed without a click, and the weekly
  campaign's page counts segments instead of messages.
- Sommer-Vorschau is answered more often than Tourenberatung, because it went to customers; of customers and of
  subscribers alike, fewer answered it.
- Germany's costs are charges, not prices, and the welcome flow's is missing; one charge is in dollars. On 12 April
  the exchange rates are missing.

How it is made: `people`, `campaign_list` and `plans` define who is sent what. The agenda of `world` runs the events in
order of time, and `messaging`, `engagement`, `consent`, `inbox`, `commerce`, `crm` and `calling` add what follows.
`awkward` adds the rows that break careless models. `writer` writes only what `contract` knows.
"""

from . import awkward, calling, campaign_types, campaigns, commerce, consent, contract, crm, messaging, people, plans, writer
from .world import SEED, World


def simulate(seed=SEED):
    """Return a World with the rows of every table."""
    world = World(seed)
    people.make_accounts(world)
    everybody = people.make_contacts(world)
    people.start_history(world, everybody)
    people.note_fleets(world, everybody["larkfield"])
    campaigns.write_campaigns(world)
    plans.plan_everything(world, everybody)
    consent.plan_other_ways_out(world, everybody)
    commerce.plan_browsing(world, everybody)
    crm.plan_sequences(world, everybody)
    crm.plan_other_deals(world, everybody)
    calling.plan_calls(world, everybody)
    world.run()
    messaging.wear_out(world, campaign_types.SECOND_SENDER["harbor_us"])
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
    """Write raw_<table>.csv for every table of the contract; return the paths."""
    return writer.write_all(folder, contract.load(), simulate(seed).rows)
