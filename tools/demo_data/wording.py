"""Texts that people write: replies by intent, opt-out spellings, automatic answers and staff's answers."""

import re

GSM_BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = set("^{}[]~\\|€\f")

# words for the slots of the sentences below
SLOTS = {
    "day": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "tomorrow", "next week"],
    "time": ["9am", "10:30", "noon", "2pm", "3:30", "4 o'clock", "after lunch"],
    "product": [
        "the blue parka",
        "the ridge boots",
        "the daypack",
        "the wool socks",
        "the rain shell",
        "that fleece",
    ],
    "size": ["small", "medium", "large", "size 9", "size 11", "XL"],
    "hi": ["Hi", "Hey", "Hello", "hi there"],
    "thanks": ["thanks", "thank you", "thx", "ty", "cheers"],
    "de_day": ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "nächste Woche"],
    "de_product": ["die Regenjacke", "den Rucksack", "die Wanderschuhe", "das Fleece", "die Wollsocken"],
    "de_hi": ["Hallo", "Hi", "Guten Tag", "Moin"],
    "de_thanks": ["danke", "vielen Dank", "Danke schön", "merci"],
    "tool": ["a dispatch tool", "a system", "spreadsheets", "another vendor", "something built in house"],
    "team": ["4 dispatchers", "a team of 12", "25 drivers", "two depots", "about 40 vans"],
}

SHOP = {
    "question": [
        "{hi}, does {product} come in {size}?",
        "is {product} waterproof?",
        "Do you ship to Canada",
        "How long does shipping take?",
        "can i return {product} in store",
        "Does the code work on sale items?",
        "Which is warmer, {product} or {product}?",
        "{hi} is this still valid on {day}?",
        "what are your store hours {day}",
        "Do u have {product} in {size}?? site says sold out",
    ],
    "positive": [
        "Love it, {thanks}!",
        "Great, just ordered {product}",
        "awesome {thanks} \U0001f60a",
        "Perfect, will stop by {day}",
        "Nice!! been waiting for this",
        "yes please",
        "ok {thanks}",
        "{product} is my favorite",
        "Sounds good, count me in",
    ],
    "objection": [
        "too expensive for me",
        "Still pricey tbh",
        "Last order took 3 weeks, not buying again",
        "Not my style",
        "I bought {product} and the zipper broke",
        "shipping costs more than the socks lol",
    ],
    "pricing_request": [
        "How much is {product} with the code?",
        "whats the price of {product}",
        "Is there a student discount?",
        "{hi}, how much is shipping to Alaska?",
        "Can I combine both discounts?",
    ],
    "wrong_contact": [
        "Who is this?",
        "wrong number",
        "You have the wrong person",
        "who is this and how did you get my number",
        "I think you want the previous owner of this number",
    ],
    "deferral": ["maybe after payday", "Remind me {day}", "not now, later this season"],
    "reschedule": ["can we do {day} instead"],
    "meeting_request": ["Can I come by the store {day} at {time}?"],
    "other": [
        "k",
        "ok",
        "\U0001f44d",
        "lol",
        "?",
        "my dog ate {product}",
        "It's snowing here",
        "Happy {day}!",
        "New phone, who dis",
    ],
}
SHOP_DE = {
    "question": [
        "{de_hi}, gibt es {de_product} auch in Größe M?",
        "Gilt das auch im Laden?",
        "Wie lange dauert der Versand?",
        "Ist {de_product} wasserdicht?",
        "Kann ich {de_product} im Laden umtauschen?",
        "Liefert ihr auch nach Österreich?",
        "bis wann gilt der Code",
    ],
    "positive": [
        "Super, {de_thanks}!",
        "Gerade bestellt \U0001f60d",
        "Toll, {de_thanks}",
        "Ja gerne",
        "Klasse, ich komme {de_day} vorbei",
    ],
    "objection": [
        "Zu teuer für mich",
        "Die letzte Lieferung kam zu spät",
        "Brauche gerade nichts",
        "Die Qualität war letztes Mal schlecht",
    ],
    "pricing_request": [
        "Was kostet {de_product}?",
        "Wie viel kostet {de_product} mit Rabatt?",
        "Kann man die Gutscheine kombinieren?",
    ],
    "wrong_contact": [
        "Wer ist das?",
        "Falsche Nummer",
        "Da haben Sie die falsche Nummer",
        "Woher haben Sie meine Nummer?",
    ],
    "deferral": ["Vielleicht nächsten Monat", "Erst {de_day} wieder"],
    "reschedule": ["Geht auch {de_day}?"],
    "meeting_request": ["Kann ich {de_day} zur Beratung vorbeikommen?"],
    "other": ["ok", "\U0001f44d", "Schönes Wochenende!", "?", "Hier regnet es :("],
}
SALES = {
    "meeting_request": [
        "Sure, {day} at {time} works",
        "Can you do {day} {time}?",
        "Send me an invite for {day}",
        "Happy to chat, call me {day} {time}",
        "ok 15 min {day}?",
        "{hi}, put something on my calendar for {day} after {time}",
        "Yes - book a demo pls",
    ],
    "pricing_request": [
        "What does it cost?",
        "Ballpark price for {team}?",
        "How much per seat",
        "Can you send pricing first",
        "price?",
        "{hi}, whats the monthly cost for {team}",
    ],
    "objection": [
        "We already use {tool}",
        "Not interested, we have {tool}",
        "No budget this year",
        "We just renewed with {tool}",
        "Not a priority for us.",
        "Does this even work for {team}? Doubt it",
        "No thanks, happy with {tool}",
    ],
    "deferral": [
        "Not now, try me next quarter",
        "Check back in {day}",
        "Busy season, ping me in June",
        "Circle back after the audit pls",
        "On vacation till {day}, later",
        "Reach out again in Q3",
    ],
    "wrong_contact": [
        "Wrong number",
        "Who is this?",
        "I left that company, talk to our ops manager",
        "I don't handle this, try my colleague",
        "You've got the wrong person",
        "Not me - no longer at that job",
    ],
    "question": [
        "Does it integrate with {tool}?",
        "How is this different from {tool}?",
        "Where did you get my number?",
        "Is it just for vans or also bikes?",
        "Do you have references with {team}?",
        "what does it do exactly",
    ],
    "positive": [
        "Sounds interesting",
        "Yes, tell me more",
        "Good timing, we are looking at {tool}",
        "interested",
        "Go on...",
        "Sure, send info",
    ],
    "reschedule": [
        "R",
        "Can we move to {day} {time}?",
        "Something came up, {day} instead?",
        "Need to reschedule, is {day} ok?",
    ],
    "other": ["ok", "\U0001f44d", "In a meeting", "k thx", "Ha, good one", "Hmm"],
}
REMINDER = {
    "positive": ["C", "c", "Confirmed", "See you then", "C \U0001f44d", "yep, talk then"],
    "reschedule": SALES["reschedule"],
    "question": ["Which number will you call?", "Is it Zoom or phone?"],
}

OPT_OUTS = {
    "STOP": 40,
    "Stop": 22,
    "stop": 20,
    "Stop.": 6,
    "STOP!!": 5,
    " stop ": 3,
    "STOP \n": 1,
    "UNSUBSCRIBE": 4,
    "Unsubscribe.": 3,
    "remove me": 4,
    "Remove me!": 2,
    "Cancel": 3,
    "END": 2,
    "Quit": 2,
    "opt out": 2,
    "Opt-out": 2,
    "OPTOUT": 1,
    "ARRET": 2,
    "Arrêt": 1,
    "STOPALL": 2,
    '"STOP"': 1,
    "Revoke": 1,
    "REMOVE": 1,
}
OPT_OUTS_DE = {"STOP": 40, "Stop": 25, "stop": 15, "Stop!": 6, "STOP.": 4, "ENDE": 3, "END": 3, "Cancel": 1}
# opt-outs in words that are on no list; the vendor's model or a colleague may notice
SOFT_OPT_OUTS = [
    "Please take me off your list",
    "pls stop texting me",
    "stop texting me or I report you",
    "enough with these messages",
    "Don't text this number again",
    "leave me alone",
    "not interested please remove",
]
SOFT_OPT_OUTS_DE = [
    "Abmelden bitte",
    "STOPP",
    "Bitte keine Nachrichten mehr",
    "Nehmen Sie mich aus dem Verteiler",
]
HELPS = ["HELP", "Help", "help", "INFO", "Help?"]
STARTS = ["START", "Start", "UNSTOP", "start", "Start."]
DRIVING = [
    "I'm driving right now - I'll get back to you later.",
    "I’m driving with Do Not Disturb While Driving turned on. I’ll see your message when I get where I’m going.",
    "I'm driving right now, I'll get back to you later.",
]
OUT_OF_OFFICE = [
    "I am currently out of the office.",
    "Out of office until Monday, back soon",
    "Auto-reply: I'm away from my phone.",
]

ANSWERS = {
    "question": [
        "Hi {first}, good question! Yes, {product} does. Anything else?",
        "Hi {first}! Usually 3-5 working days.",
        "It does. I can set one aside for you, shall I?",
    ],
    "pricing_request": [
        "Hi {first}, it is $89 with the code.",
        "Happy to help, {first}: 15% off, so $76 today.",
    ],
    "wrong_contact": [
        "Sorry about that, we will fix it on our side.",
        "Apologies! This is the store team. Reply STOP to end.",
    ],
    "objection": [
        "Sorry to hear that, {first}. May I send you a replacement?",
        "Understood, thanks for telling us.",
    ],
    "other": ["Thanks for writing, {first}! How can we help?"],
    "positive": ["So glad, {first}! Enjoy it.", "Thank you! See you soon."],
    "help": ["Hi {first}, this is the store team. What do you need?"],
}
ANSWERS_DE = {
    "question": [
        "Hallo {first}, ja, das geht. Sonst noch etwas?",
        "Hallo {first}, in der Regel 2-4 Werktage.",
    ],
    "pricing_request": ["Hallo {first}, mit Code sind es 79 €."],
    "other": ["Danke für deine Nachricht, {first}! Wie können wir helfen?"],
    "positive": ["Das freut uns, {first}!"],
    "wrong_contact": ["Entschuldigung, wir prüfen das sofort."],
    "objection": ["Das tut uns leid, {first}. Dürfen wir es wieder gutmachen?"],
}
ANSWERS_SALES = {
    "meeting_request": [
        "Great, {first}! Invite is on its way for {day} {time}.",
        "Perfect, just sent you an invite. Talk {day}!",
    ],
    "pricing_request": [
        "Depends on the fleet, {first}: most teams pay $18 a seat. Shall we look at it together?",
        "From $18 per seat. 15 minutes {day} to price yours?",
    ],
    "objection": [
        "Fair enough, {first}. Most of our customers had {tool} before. Open to a 10 min comparison?",
        "Understood. May I check back next quarter?",
    ],
    "deferral": ["Will do, {first}. I have set a reminder.", "No problem, talk then!"],
    "question": [
        "Yes, it connects to {tool} out of the box.",
        "Good question. Short answer: yes. I can show you {day}?",
    ],
    "positive": [
        "Great to hear! How about {day} at {time}?",
        "Glad, {first}. Here is a 2-minute tour: https://www.example.net/tour",
    ],
    "wrong_contact": ["Sorry about that! Who would be the right person?"],
    "reschedule": ["No problem, moved to {day} {time}.", "Sure, {day} works for me too."],
    "other": ["Whenever suits you, {first}."],
}
FOLLOW_UPS = [
    "ok {thanks}",
    "Great, {thanks}!",
    "Perfect",
    "hm ok",
    "and in {size}?",
    "Got it {thanks}",
    "{day} works",
    "I'll think about it",
    "ok see you {day}",
]
FOLLOW_UPS_DE = [
    "Alles klar, {de_thanks}",
    "Ok {de_thanks}!",
    "Und in Größe L?",
    "Passt",
    "Ich überlege es mir",
]
FOLLOW_UPS_SALES = [
    "ok {thanks}",
    "{day} {time} works",
    "Got it",
    "Let me check with my boss",
    "What about {day}?",
    "fine, {thanks}",
    "And the price?",
]


def fill(dice, sentence, **known):
    """Fill the {slots} of a sentence, given values first."""

    def word(match):
        name = match.group(1)
        return known[name] if name in known else dice.choice(SLOTS[name])

    return re.sub(r"\{(\w+)\}", word, sentence)


def as_typed(dice, text):
    """Small variations, as people type on a phone."""
    style = dice.random()
    if style < 0.18:
        return text.lower()
    if style < 0.21:
        return text.upper()
    if style < 0.27:
        return text.rstrip(".!?")
    if style < 0.31:
        return text + dice.choice(["!", " \U0001f642", "...", " "])
    return text


def reply(dice, contact, campaign_id, intent):
    """A free-text reply with this intent that fits the account and the campaign."""
    if campaign_id == "c_b2b_reminder":
        book = REMINDER
    else:
        book = {"harbor_us": SHOP, "harbor_eu": SHOP_DE, "larkfield": SALES}[contact.account.account_id]
    return as_typed(
        dice, fill(dice, dice.choice(book.get(intent) or book["other" if "other" in book else "question"]))
    )


def answer(dice, contact, intent):
    """A colleague's answer."""
    book = {"harbor_us": ANSWERS, "harbor_eu": ANSWERS_DE, "larkfield": ANSWERS_SALES}[
        contact.account.account_id
    ]
    return fill(dice, dice.choice(book.get(intent) or book["other"]), first=contact.first)


def follow_up(dice, contact):
    """The contact's reply to the colleague's answer."""
    lines = {"harbor_us": FOLLOW_UPS, "harbor_eu": FOLLOW_UPS_DE, "larkfield": FOLLOW_UPS_SALES}[
        contact.account.account_id
    ]
    return as_typed(dice, fill(dice, dice.choice(lines)))


def opt_out(dice, contact):
    return dice.weighted(OPT_OUTS_DE if contact.country == "DE" else OPT_OUTS)


def soft_opt_out(dice, contact):
    return dice.choice(SOFT_OPT_OUTS_DE if contact.country == "DE" else SOFT_OPT_OUTS)


def encoding(body):
    return (
        "gsm7" if all(character in GSM_BASIC or character in GSM_EXTENDED for character in body) else "ucs2"
    )


def segments(body):
    """The number of segments a vendor charges for a body."""
    if encoding(body) == "gsm7":
        places, single, part = [2 if character in GSM_EXTENDED else 1 for character in body], 160, 153
    else:
        places, single, part = [2 if ord(character) > 0xFFFF else 1 for character in body], 70, 67
    if sum(places) <= single:
        return 1
    parts, room = 1, part
    for width in places:
        if width > room:
            parts, room = parts + 1, part
        room -= width
    return parts
