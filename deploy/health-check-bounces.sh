#!/bin/sh
# Reads one report of a letter that came back. The mail server runs it as the worker's user, since
# only that user may write what it says. Whatever fails, the mail server keeps the report and tries
# again (75, EX_TEMPFAIL). Installed as /usr/local/bin/health-check-bounces.
PORTAL_INSTANCE=/var/lib/health-check /opt/health-check/.venv/bin/flask \
    --app /opt/health-check/wsgi.py mail bounces || exit 75
