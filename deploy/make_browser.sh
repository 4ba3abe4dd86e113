#!/bin/sh
# What the tests need of the system: a browser with a typeface, npm, and nginx.
set -eu
missing=""
command -v chromium-headless-shell >/dev/null || missing="chromium-headless-shell fonts-liberation"
command -v npm >/dev/null || missing="$missing nodejs npm"
[ -x /usr/sbin/nginx ] || missing="$missing nginx-light"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" != 0 ]; then
    echo "The tests need more; install it with: sudo apt-get install $missing" >&2
    exit 1
fi
apt-get update -qq
# shellcheck disable=SC2086 # a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
