"""Awkward words and clicks: opt-outs in any spelling, duplicate consent, bot clicks and clicks of nobody."""

from .awkward_rows import clicked, consented, contact, heard, row, sent

JUNE = "2026-06-11 21:10:00"
PHONE_BROWSER = (
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/133.0.0.0 Mobile Safari/537.36"
)


def cases():
    yield from _opt_outs()
    yield from _opt_ins()
    yield from _clicks()
    yield from _meetings()


def _opt_outs():
    spellings = (
        "STOP!!",
        " stop ",
        "Opt-out",
        "OPT OUT",
        "Remove me.",
        "ARRET",
        "“Stop”",
        "Unsubscribe…",
        "Revoke",
        "stopall",
    )
    days = (
        "01-29",
        "02-12",
        "02-26",
        "03-08",
        "03-26",
        "04-16",
        "04-30",
        "05-14",
        "05-28",
        "06-11",
    )  # one per weekly send
    rows = []
    for number, (spelling, day) in enumerate(zip(spellings, days)):
        who, phone = f"p920{number}", f"+1303555018{number}"
        rows += contact(who, phone)
        rows += [
            sent(
                f"m_spelt_{number}",
                who,
                phone,
                f"2026-{day} 22:10:00",
                template_id=f"t_us_weekly_{number + 1:02d}",
            ),
            heard(f"m_spelt_{number}_in", who, phone, f"2026-{day} 22:2{number}:00", spelling),
        ]
    yield (
        "opt_out_spellings",
        "Opt-outs as people type them: quotation marks, exclamation marks, spaces, another language.",
        rows,
    )
    yield (
        "opt_out_in_other_words",
        "Clearly wants out, but in words that no list has: a reply.",
        [
            *contact("p9210", "+15035550180"),
            sent("m_words_1", "p9210", "+15035550180", JUNE),
            heard(
                "m_words_2", "p9210", "+15035550180", "2026-06-11 21:30:00", "Please take me off your list"
            ),
        ],
    )
    yield (
        "consent_overrules_wording",
        "A consent row of the message says what it is, whatever its words.",
        [
            *contact("p9211", "+15035550181"),
            sent("m_overrule_1", "p9211", "+15035550181", JUNE),
            heard("m_overrule_2", "p9211", "+15035550181", "2026-06-11 21:30:00", "no more of this please"),
            consented(
                "k_overrule",
                "p9211",
                "+15035550181",
                "opt_out",
                "2026-06-11 21:30:20",
                "free_text",
                message_id="m_overrule_2",
            ),
        ],
    )
    yield (
        "consent_echo",
        "The same opt-out told twice: as text, and four seconds later as a consent row without its message.",
        [
            *contact("p9212", "+15035550182"),
            sent("m_echo_1", "p9212", "+15035550182", JUNE),
            heard("m_echo_2", "p9212", "+15035550182", "2026-06-11 21:30:00", "STOP"),
            consented("k_echo", "p9212", "+15035550182", "opt_out", "2026-06-11 21:30:04", keyword="STOP"),
        ],
    )
    yield (
        "consent_echo_too_late",
        "Exactly 60 seconds after the text: an opt-out of its own.",
        [
            *contact("p9213", "+15035550183"),
            sent("m_echo_late_1", "p9213", "+15035550183", JUNE),
            heard("m_echo_late_2", "p9213", "+15035550183", "2026-06-11 21:30:00", "STOP"),
            consented(
                "k_echo_late", "p9213", "+15035550183", "opt_out", "2026-06-11 21:31:00", keyword="STOP"
            ),
        ],
    )
    yield (
        "opt_out_elsewhere",
        "Opt-outs without a message: of a campaign, within seven days of a send, and out of any window.",
        [
            *contact("p9214", "+15035550184"),
            *contact("p9215", "+15035550185"),
            *contact("p9216", "+15035550186"),
            sent("m_elsewhere_1", "p9214", "+15035550184", JUNE),
            sent("m_elsewhere_2", "p9215", "+15035550185", JUNE),
            consented(
                "k_by_campaign",
                "p9214",
                "+15035550184",
                "opt_out",
                "2026-06-20 15:00:00",
                "agent",
                campaign_id="c_us_weekly",
            ),
            consented("k_by_window", "p9215", "+15035550185", "opt_out", "2026-06-13 15:00:00", "web_form"),
            consented(
                "k_account_only", "p9216", "+15035550186", "opt_out", "2026-06-20 15:00:00", "web_form"
            ),
        ],
    )
    yield (
        "two_consents_of_one_message",
        "Two consent rows of one message: the later one decides.",
        [
            *contact("p9217", "+15035550187"),
            sent("m_two_consents_1", "p9217", "+15035550187", JUNE),
            heard("m_two_consents_2", "p9217", "+15035550187", "2026-06-11 21:30:00", "HELP stop this"),
            consented(
                "k_two_1",
                "p9217",
                "+15035550187",
                "help",
                "2026-06-11 21:30:02",
                message_id="m_two_consents_2",
            ),
            consented(
                "k_two_2",
                "p9217",
                "+15035550187",
                "opt_out",
                "2026-06-11 21:30:30",
                "ai",
                message_id="m_two_consents_2",
            ),
        ],
    )
    yield (
        "complaint_and_suppression",
        "Neither is an opt-out.",
        [
            consented("k_complaint", "p9210", "+15035550180", "complaint", "2026-06-20 15:00:00", "carrier"),
            consented("k_suppress", "p9210", "+15035550180", "suppress", "2026-06-21 15:00:00", "import"),
        ],
    )
    yield (
        "ai_filtered",
        "Filtered before the opt-out counts, filtered after it does not.",
        [
            *contact("p9218", "+15035550188"),
            sent("m_filtered_1", "p9218", "+15035550188", JUNE),
            heard("m_filtered_2", "p9218", "+15035550188", "2026-06-11 21:30:00", "you people again"),
            consented(
                "k_filtered_1",
                "p9218",
                "+15035550188",
                "ai_filtered",
                "2026-06-11 21:30:05",
                "ai",
                message_id="m_filtered_2",
            ),
            consented(
                "k_filtered_2",
                "p9211",
                "+15035550181",
                "ai_filtered",
                "2026-06-11 22:00:00",
                "ai",
                campaign_id="c_us_weekly",
            ),
        ],
    )
    yield (
        "unknown_consent_message",
        "A consent row names a message that never arrived.",
        [
            consented(
                "k_unknown_message",
                "p9218",
                "+15035550188",
                "opt_out",
                "2026-06-16 15:00:00",
                message_id="m_never_seen",
            )
        ],
    )


def _opt_ins():
    yield (
        "yes_without_opt_out",
        "YES from somebody who never left: a reply.",
        [
            *contact("p9221", "+16025550180"),
            sent("m_yes_1", "p9221", "+16025550180", JUNE),
            heard("m_yes_2", "p9221", "+16025550180", "2026-06-11 21:30:00", "YES"),
        ],
    )
    yield (
        "yes_after_opt_out",
        "YES from somebody who is opted out: an opt-in. The second YES is a reply again.",
        [
            *contact("p9222", "+16025550181"),
            sent("m_yes_3", "p9222", "+16025550181", JUNE),
            heard("m_yes_4", "p9222", "+16025550181", "2026-06-11 21:20:00", "Stop."),
            heard("m_yes_5", "p9222", "+16025550181", "2026-06-11 21:30:00", "Yes!"),
            heard("m_yes_6", "p9222", "+16025550181", "2026-06-11 21:31:00", "yes"),
        ],
    )
    yield (
        "start_and_help",
        "START and HELP by their words alone, without consent rows.",
        [
            *contact("p9223", "+16025550182"),
            sent("m_start_1", "p9223", "+16025550182", JUNE),
            heard("m_start_2", "p9223", "+16025550182", "2026-06-11 21:20:00", "help"),
            heard("m_start_3", "p9223", "+16025550182", "2026-06-11 21:30:00", "START"),
        ],
    )
    yield (
        "driving",
        "A telephone's own answer while its owner drives: no engagement.",
        [
            *contact("p9224", "+16025550183"),
            sent("m_driving_1", "p9224", "+16025550183", JUNE),
            heard(
                "m_driving_2",
                "p9224",
                "+16025550183",
                "2026-06-11 21:10:08",
                "I'm driving right now - I'll get back to you later.",
            ),
        ],
    )
    yield (
        "keyword_edges",
        "The keyword in odd spelling, at the launch, one microsecond before the end, and at the end (a mere reply).",
        [
            *contact(
                "p9225",
                "+493023125181",
                account="harbor_eu",
                region="DE-BE",
                country="DE",
                time_zone="Europe/Berlin",
            ),
            *[
                heard(f"m_keyword_{number}", "p9225", "+493023125181", at, word, account="harbor_eu")
                for number, at, word in (
                    (1, "2026-03-02 09:00:00", "GEWINN!"),
                    (2, "2026-04-12 21:59:59.999999", " gewinn "),
                    (3, "2026-04-12 22:00:00", "Gewinn"),
                )
            ],
        ],
    )
    yield (
        "keyword_with_opt_out_row",
        "A keyword stays an entry, though a consent row of the message says opt_out.",
        [
            *contact("p9226", "+16025550184"),
            heard("m_entry", "p9226", "+16025550184", "2026-05-20 15:00:00", "Pine"),
            consented(
                "k_entry", "p9226", "+16025550184", "opt_out", "2026-05-20 15:00:03", message_id="m_entry"
            ),
        ],
    )


def _clicks():
    common = {"user_agent": PHONE_BROWSER, "http_method": "GET"}
    yield (
        "click_edges",
        "Before the send, 1.999999 s after it, and exactly 2 s after it: only the last is a person's.",
        [
            *contact("p9231", "+12165550181"),
            sent(
                "m_click_1",
                "p9231",
                "+12165550181",
                JUNE,
                body="Weekly trail deals: go.example.com/us_weekly",
            ),
            clicked("q_before", "2026-06-11 21:09:59", message_id="m_click_1", **common),
            clicked("q_too_fast", "2026-06-11 21:10:01.999999", message_id="m_click_1", **common),
            clicked("q_two_seconds", "2026-06-11 21:10:02", message_id="m_click_1", **common),
        ],
    )
    yield (
        "click_bots",
        "A preview agent, a HEAD request, a data centre, the vendor's own flag: no people.",
        [
            clicked(
                "q_preview",
                "2026-06-11 21:10:05",
                message_id="m_click_1",
                user_agent="facebookexternalhit/1.1 Facebot Twitterbot/1.0",
                http_method="GET",
            ),
            clicked(
                "q_head",
                "2026-06-11 21:10:06",
                message_id="m_click_1",
                user_agent=PHONE_BROWSER,
                http_method="HEAD",
            ),
            clicked(
                "q_data_centre",
                "2026-06-11 21:10:07",
                message_id="m_click_1",
                is_datacenter_ip="true",
                **common,
            ),
            clicked(
                "q_vendor_flag",
                "2026-06-11 21:10:08",
                message_id="m_click_1",
                vendor_bot_flag="true",
                **common,
            ),
        ],
    )
    yield (
        "click_counted_before",
        "Counted by the link service: one row stands for five clicks.",
        [clicked("q_five", "2026-06-11 23:00:00", message_id="m_click_1", click_count="5", **common)],
    )
    yield (
        "click_without_message",
        "Only the link and the person: it belongs to the latest message with that link, by template or campaign.",
        [
            *contact("p9232", "+12165550182"),
            sent("m_click_2", "p9232", "+12165550182", "2026-05-28 21:10:00"),
            sent("m_click_3", "p9232", "+12165550182", JUNE),
            clicked(
                "q_by_contact", "2026-06-11 21:40:00", link_id="l_us_weekly", contact_id="p9232", **common
            ),
            clicked(
                "q_by_phone",
                "2026-06-08 21:40:00",
                link_id="l_us_weekly",
                contact_phone_e164="+12165550182",
                **common,
            ),
            clicked("q_by_own_link", "2026-06-11 21:45:00", link_id="l_aw_own", **common),
            row(
                "links",
                "harbor_us",
                "2026-06-11 21:10:30",
                {
                    "link_id": "l_aw_own",
                    "message_id": "m_click_3",
                    "short_url": "https://go.example.com/aw1",
                    "destination_url": "https://shop.example.com/deals",
                    "link_purpose": "product",
                },
            ),
        ],
    )
    yield (
        "click_without_link_row",
        "No link of this message was ever told, but a click names it: it has one.",
        [
            sent(
                "m_click_4",
                "p9232",
                "+12165550182",
                "2026-06-16 15:00:00",
                campaign_id="c_us_orders",
                template_id="t_us_orders_1",
                body="Thanks! Your order: track.example.com/m4",
            ),
            clicked("q_no_link_row", "2026-06-16 15:20:00", message_id="m_click_4", **common),
        ],
    )
    yield (
        "click_unmatched",
        "No link, an unknown link, or nobody to ask for: unmatched.",
        [
            clicked("q_no_link", "2026-06-12 10:00:00", contact_id="p9232", **common),
            clicked("q_unknown_link", "2026-06-12 10:01:00", link_id="l_gone", contact_id="p9232", **common),
            clicked("q_nobody", "2026-06-12 10:02:00", link_id="l_us_weekly", **common),
        ],
    )
    yield (
        "click_unknown_message",
        "Names a message that never arrived, and a link that has one: the link's.",
        [
            clicked(
                "q_wrong_message",
                "2026-06-12 10:03:00",
                link_id="l_aw_own",
                message_id="m_never_seen",
                **common,
            )
        ],
    )
    yield (
        "click_on_test",
        "A click on a test message.",
        [clicked("q_test", "2026-06-11 21:15:00", message_id="m_test", **common)],
    )
    yield (
        "click_twice",
        "The same click row twice.",
        [clicked("q_twice", "2026-06-11 21:50:00", message_id="m_click_3", **common)] * 2,
    )
    yield (
        "links_named_wrongly",
        "Links that name another campaign than theirs, or the content of another variant.",
        [
            row(
                "links",
                "harbor_us",
                "2026-04-01 16:00:00",
                {
                    "link_id": link_id,
                    "campaign_id": "c_us_spring",
                    "template_id": template_id,
                    "short_url": f"https://go.example.com/{link_id}",
                    "destination_url": "https://shop.example.com/spring?utm_source=sms&utm_medium=text&" + query,
                },
            )
            for link_id, template_id, query in (
                ("l_aw_campaign", "t_us_spring_a", "utm_campaign=welcome&utm_content=A"),
                ("l_aw_content_a", "t_us_spring_b", "utm_campaign=Spring+Sale&utm_content=A"),
                ("l_aw_content_b", "t_us_spring_b", "utm_campaign=Spring+Sale&utm_content=B"),
                ("l_aw_content_b2", "t_us_spring_b", "utm_campaign=Spring+Sale&utm_content=b"),
            )
        ],
    )
    yield (
        "link_of_nobody",
        "A link that names neither message nor template nor campaign, and is broken.",
        [
            row(
                "links",
                "harbor_us",
                "2026-05-01 12:00:00",
                {
                    "link_id": "l_nobody",
                    "short_url": "https://go.example.com/nobody",
                    "destination_url": "https://shop.example.com/gone",
                    "last_check_status": "404",
                    "last_checked_at": "2026-06-30 04:00:00",
                },
            )
        ],
    )


def _meetings():
    yield (
        "meeting_of_unknown_link",
        "Booked through a link that nobody knows, by an owner whom nobody knows.",
        [
            row(
                "meetings",
                "larkfield",
                "2026-05-20 15:05:00",
                {
                    "meeting_id": "h_unknown",
                    "contact_id": "p9020",
                    "owner_id": "u_gone",
                    "booked_at": "2026-05-20 15:00:00",
                    "starts_at": "2026-05-22 15:00:00",
                    "outcome": "no_show",
                    "source_link_id": "l_gone",
                },
                "hubspot",
            )
        ],
    )
    yield (
        "form_by_email_only",
        "A form without contact, known by an e-mail in other spelling.",
        [
            row(
                "form_submissions",
                "larkfield",
                "2026-05-06 15:05:00",
                {
                    "form_submission_id": "f_email",
                    "email": " P9020@Example.org",
                    "form_id": "webinar-may",
                    "submitted_at": "2026-05-06 15:00:00",
                },
                "web_forms",
            )
        ],
    )
    yield (
        "two_classifiers",
        "A person corrects the model later: the person's word counts.",
        [
            row(
                "reply_classifications",
                "harbor_us",
                at,
                {
                    "message_id": "m_words_2",
                    "classified_at": at,
                    "intent_category": category,
                    "classifier": classifier,
                    "confidence": confidence,
                },
            )
            for at, category, classifier, confidence in (
                ("2026-06-11 21:30:02", "objection", "model:reply-intent-2", "0.71"),
                ("2026-06-12 13:00:00", "opt_out", "human", None),
            )
        ],
    )
