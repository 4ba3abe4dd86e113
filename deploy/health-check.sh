#!/bin/sh
# The portal's commands as the worker's user: health-check staff add ada@example.org --role administrator
# Installed as /usr/local/bin/health-check; only root can become that user.
exec runuser -u portal-worker -- env PORTAL_INSTANCE=/var/lib/health-check \
    /opt/health-check/.venv/bin/flask --app /opt/health-check/wsgi.py "$@"
