#!/bin/sh
# The portal on one machine: migrate, offer the demonstration, serve, work. `make run` calls it.
set -eu
cd "$(dirname "$0")/.."
bin=.venv/bin
export FLASK_APP=wsgi.py

"$bin/flask" db upgrade
"$bin/flask" job run
"$bin/gunicorn" --config deploy/gunicorn.conf.py wsgi:app &
web=$!
"$bin/flask" job work &
worker=$!
trap 'kill "$web" "$worker" 2>/dev/null || true' EXIT
trap 'exit 0' INT TERM

if [ "${DEMO:-yes}" != no ]; then
    "$bin/flask" demo --if-empty || true
    # after the links above, which somebody may be waiting for: it takes some seconds
    "$bin/flask" demo --counted --if-empty || true
fi
echo "Letters are put into ${PORTAL_INSTANCE:-instance}/mail. Stop with Ctrl-C."

# If either ends, so does the other: a portal that is half alive is not.
while kill -0 "$web" 2>/dev/null && kill -0 "$worker" 2>/dev/null; do
    sleep 1
done
echo "The web server or the worker has ended; see above." >&2
exit 1
