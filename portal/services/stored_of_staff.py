"""What the database holds of people who have an account, in plain words; the page for them."""

from __future__ import annotations

from collections.abc import Mapping

from portal.services.stored import ROUND, TABLES, About

WHOSE = "whose it is"

OF_STAFF: Mapping[str, About] = {
    "staff": About(
        "Your account.",
        {
            "id": "a random number",
            "email": "your address at work",
            "name": "your name, if it was given",
            "role": "administrator or principal social worker",
            "organisation": "which organisation, for a principal social worker",
            "suspended": "whether the account is suspended",
            "authenticator": "the secret of an administrator's authenticator, encrypted",
            "last_code": "which of its codes was used last",
            "wrong": "how many wrong codes came within a quarter of an hour",
            "wrong_since": "since when these are counted",
            "failed": "how many wrong codes came within a day",
            "failed_since": "since when those are counted",
            "last_sign_in": "the day on which you last signed in",
        },
        destroyed="Kept, also when the account is suspended, so that the audit can be understood.",
    ),
    "recovery": About(
        "An administrator's recovery codes that have not been used.",
        {"hash": "what a code can be checked against, but not found from", "staff": WHOSE},
        destroyed="When the code is used, or when you make new ones.",
    ),
    "sign_in": About(
        "Sign-in links that somebody asked for with your address.",
        {
            "id": "a random number",
            "staff": WHOSE,
            "browser": "what the browser that asked can be checked against",
            "device": "a random number of a browser that you have signed in with before",
            "token": "what the link can be checked against, but not found from",
            "asked": "when",
            "used": "whether it was used, or no longer works",
        },
        destroyed="After a day.",
    ),
    "staff_session": About(
        "Where you are signed in now.",
        {
            "id": "what the browser can be checked against",
            "staff": WHOSE,
            "proven": "whether an administrator's code was right",
            "began": "when you signed in",
            "seen": "when you last used a page, to a minute",
        },
        destroyed="When you sign out, or soon after 30 minutes without a click or after 12 hours.",
    ),
    "notice": About(
        "Letters to you: sign-in links, and news of surveys.",
        {
            "id": "a random number",
            "staff": "to whom",
            "kind": "what kind of letter",
            "about": "which sign-in link or survey it is about, and for some letters which day",
            "state": "due, being sent, done or refused by the mail server",
            "attempts": "how often sending has failed, until it has not",
            "retry": "when it is tried again, until it is done",
            "claimed": "since when it has been on its way, until it is done",
        },
        destroyed="Letters with sign-in links go after an hour or two. The others are kept.",
    ),
    "reading": About(
        "What two administrators strike out of a comment before it is published.",
        {
            "comment": "which comment",
            "round": ROUND,
            "state": "how far this is",
            "removed": "which words are struck out",
            "withheld": "why the comment is not published, if it is not",
            "note": "why the second administrator sent it back",
            "reader": "who read it",
            "second": "who confirmed it",
        },
        destroyed="With the comment.",
    ),
    "upload": TABLES["upload"],
    "audit": About(
        "The audit: what each person did on the staff site or by command.",
        {
            "id": "a number that counts on",
            "at": "when",
            "who": "the address of the person who did it, or the worker or the command line",
            "did": "what they did, with the address of another account if it was done to that one."
            " Signing in counts",
        },
        destroyed="Never: it shows permanently who changed what.",
    ),
}
