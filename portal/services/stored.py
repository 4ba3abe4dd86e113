"""What each table and column of the database holds, in plain words; the page at ``/privacy``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class About:
    """What a table is for, and what each column holds. ``destroyed``: when its rows are, where that
    is not all said by when the table dies."""

    what: str
    columns: Mapping[str, str]
    destroyed: str = ""


ROUND = "which survey"
ORGANISATION = "which organisation"

TABLES: Mapping[str, About] = {
    "invitation": About(
        "Whom an organisation has invited. It does not say whether anybody has answered.",
        {
            "id": "a random number",
            "round": ROUND,
            "organisation": ORGANISATION,
            "email": "the address that the letter goes to",
            "name": "the name in the letter, where the organisation gave one",
            "person": "a random number, the same where the address was corrected",
            "stop_token": "the random number in “no more reminders”",
            "stopped": "whether you asked for no more reminders",
            "issue": "how often a new link was made for you",
            "minted": "which of these links is the valid one",
            "withdrawn": "whether the organisation has taken you off the list",
            "waiting": "whether the address still has to be checked by an administrator",
            "undeliverable": "why letters do not reach the address, if they do not",
            "marked": "since when that is known",
            "decided": "on which day an administrator let the address in or turned it away, if it"
            " had to wait",
            "reason": "why it was turned away, if a reason was given",
            "replaced": "whether another address of yours has taken its place",
        },
    ),
    "outgoing": About(
        "Letters to invited people. A reminder that was left out because you had answered looks"
        " the same here as one that was sent, or that failed.",
        {
            "id": "a random number",
            "invitation": "to whom",
            "round": ROUND,
            "kind": "invitation, the same again, new link or reminder",
            "state": "due, being sent, done or refused by the mail server",
            "attempts": "how often sending has failed, until it has not",
            "retry": "when it is tried again, until it is done",
            "claimed": "since when it has been on its way, until it is done",
            "day": "the day on which it was due",
        },
    ),
    "ticket": About(
        "The right to answer once. It comes from your link by one-way mathematics; nothing in the"
        " database joins it to your name or address.",
        {
            "ticket": "a number that only your link leads to",
            "round": ROUND,
            "organisation": ORGANISATION,
            "origin": "whether the link was emailed (“again” if an earlier one, to another address"
            " of yours, was used), printed or open to forward",
            "state": "unused, spent or replaced",
        },
    ),
    "draft": About(
        "Answers in progress, encrypted: only your code and a key that is destroyed at closing,"
        " together, can open them.",
        {
            "id": "a number that only your code leads to",
            "round": ROUND,
            "slot": "a number that keeps anybody from starting without end; only together with the"
            " key that is destroyed at closing does it lead to a link",
            "version": "a random number, a new one with every save. Until the first save of answers"
            " by a link that is passed on, it tells to six hours when they were started. That takes"
            " the same key",
            "body": "the encrypted answers, of one size for everybody",
        },
        destroyed="When you submit; at the latest when the survey closes. If a link that is passed"
        " on has no room left, also answers by it in which nothing was saved for a day.",
    ),
    "ballot": About(
        "Submitted answers, sealed until the count, with no time and no link to a ticket.",
        {
            "key": "a random number",
            "round": ROUND,
            "sealed": "the sealed answers, of one size for everybody",
        },
    ),
    "response": About(
        "After the count: one set of ticked answers and numbers, without name, link, address, time,"
        " any text, or what people are. Organisation and groups are left out wherever too few"
        " share them.",
        {
            "id": "a random number, made at the count",
            "round": ROUND,
            "organisation": "which organisation, if enough people share it",
            "answers": "the answers",
            "scores": "the scores worked out from them",
        },
    ),
    "comment": About(
        "After the count: what people wrote, mixed and apart from all other answers; none where"
        " fewer than twenty people of an organisation answered.",
        {
            "id": "a random number, made at the count",
            "round": ROUND,
            "organisation": ORGANISATION,
            "item": "the question",
            "text": "the words",
        },
        destroyed="When it is published without what was struck out, or withheld; at the latest"
        " with the responses.",
    ),
    "published_comment": About(
        "What is left of a comment once two administrators have released it. It stands in the"
        " organisation's report.",
        {
            "id": "a random number, made when it was published",
            "round": ROUND,
            "organisation": ORGANISATION,
            "item": "the question",
            "text": "the words that are left",
        },
        destroyed="With the responses.",
    ),
    "fact_share": About(
        "After the count: what share of an organisation's people each answer has to a question that"
        " asks what people are, such as time in post. No set of answers above holds such a fact.",
        {
            "id": "a random number, made at the count",
            "round": ROUND,
            "organisation": "which organisation, if enough people share it",
            "item": "the question",
            "options": "the answers, several together wherever too few gave one",
            "percent": "their share in per cent",
        },
    ),
    "released": About(
        "After the count: what may be told of organisations, regions, types of organisation and"
        " England, in whole numbers, none of fewer than ten people.",
        {
            "id": "a random number, made at the count",
            "round": ROUND,
            "level": "whether of an organisation, a type, a region or England",
            "name": "which one",
            "chapter": "whether these are scores or all the rest",
            "cells": "scores and percentages, and of how many people each is",
        },
        destroyed="With the responses.",
    ),
    "action": About(
        "After the count: what an organisation plans to do about its results, in its own words.",
        {
            "id": "a random number",
            "round": "after which survey it was planned",
            "organisation": ORGANISATION,
            "finding": "what people said, from the report",
            "action": "what is done about it",
            "owner": "who does it, by role or name, which that page does not tell",
            "due": "by when",
            "progress": "how far it is",
            "note": "a word on that",
            "shown": "whether “You said, we did” may tell of it",
            "about": "which score or question it is to move",
            "measure": "whether that is a score or a share of people",
            "figure": "that figure as it was told in the report, of ten people or more",
            "moved": "when its progress last changed",
            "reminded": "how often the organisation was reminded of it",
            "told": "the day of the last reminder",
        },
        destroyed="Kept, until the organisation removes it.",
    ),
    "upload": About(
        "A list of people or organisations between its upload and its confirmation.",
        {
            "id": "a random number",
            "staff": "who uploaded it",
            "purpose": "for which survey and organisation",
            "at": "when",
            "confirmed": "whether it has been confirmed",
            "body": "what can be an address, a name or an organisation in each row, also as it"
            " reads in other encodings. Which rows are hidden or struck through, or what was typed"
            " in. Once it is confirmed, only how many were invited",
        },
        destroyed="When it is confirmed or dropped; after an hour at the latest. Of a confirmed"
        " list, how many were invited stays for the rest of that hour.",
    ),
    "tally": About(
        "How many people an organisation invited, and how many have answered, day by day.",
        {
            "round": ROUND,
            "organisation": ORGANISATION,
            "day": "the day",
            "invited": "how many by name",
            "taken_off": "how many of their links have ended",
            "slips": "how many slips were made, and are good",
            "voided": "how many slips were made, and voided",
            "open_link": "whether there was a link to forward",
            "sent": "how many invitations were delivered",
            "undeliverable": "how many addresses do not work",
            "by_letter": "how many answered by a letter, as far as staff may see it",
            "by_slip": "how many by a slip, likewise",
            "by_open_link": "how many through an open link, likewise",
        },
    ),
}
NOT_ABOUT_YOU: Mapping[str, str] = {
    "audit": "what staff did to surveys",
    "certificate": "that a survey's answers were counted, and how that ended",
    "coding": "which themes administrators found in what an organisation wrote in its return, which"
    " is not anonymous",
    "frozen": "the questionnaires",
    "heartbeat": "that the portal is at work",
    "notice": "letters to staff",
    "nudge": "reminders that an organisation asked for",
    "organisation": "the organisations",
    "public_report": "results of all of England that were made public",
    "participation": "which organisations take part, and on which day each first opened its report",
    "reading": "what two administrators strike out of a comment before it is published; it goes"
    " with the comment",
    "recovery": "how staff get in without their authenticator",
    "reminder": "when reminders go out",
    "return_progress": "how far an organisation's return is, and when it came; it is not anonymous",
    "round": "the surveys",
    "said": "what organisations tell their staff about what they did, on a page for everybody",
    "schema_migration": "which version the database has",
    "sheet": "which sheets of slips were made, and which of them are void; not whose they are",
    "shelf": "questionnaires that were uploaded",
    "sign_in": "links with which staff come in",
    "staff": "administrators and principal social workers, and on which day each last signed in",
    "staff_session": "which staff are signed in",
    "theme": "names of these themes",
    "tick": "which items of a checklist an organisation has ticked",
    "withdrawn_link": "links for forwarding that were withdrawn",
    "wording": "the texts of letters",
}
