"""The settings of three mail servers as Debian ships them, each with one fault planted."""

from __future__ import annotations

from bench.mailroots import Server

KNOWN = tuple(f"person{number}" for number in range(300))
FULL = KNOWN[57:60]
"""Their mailboxes are full, where that is the fault."""
DOMAIN = "council.example.org"
ELSEWHERE = "elsewhere.example.org"
SENDER = "check@health.example.org"
SPAM = "This message was classified as SPAM"
LIMIT = 100
"""Letters by one connection: OpenSMTPD's own."""

_MASTER = """
127.0.0.1:PORT inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
anvil unix - - n - 1 anvil
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
proxymap unix - - n - - proxymap
"""
_MAIN = """
compatibility_level = 3.6
maillog_file = /var/log/postfix.log
maillog_file_prefixes = /var/log
myhostname = mx.example.org
mydestination = {domain}, health.example.org
mynetworks = {networks}
smtpd_relay_restrictions = permit_mynetworks permit_sasl_authenticated defer_unauth_destination
inet_interfaces = loopback-only
inet_protocols = ipv4
alias_maps =
local_recipient_maps = texthash:/etc/postfix/known
local_transport = discard:
default_transport = discard:
biff = no
{more}
"""
_POSTFIX = {
    "relaying": "smtpd_relay_restrictions = permit_mynetworks reject_unauth_destination",
    "sender": "smtpd_sender_restrictions = reject_unlisted_sender",
    "spam": "header_checks = regexp:/etc/postfix/spam",
    "full": "smtpd_recipient_restrictions = check_recipient_access texthash:/etc/postfix/full",
}


def postfix(fault: str) -> Server:
    queues = (
        "active",
        "bounce",
        "corrupt",
        "defer",
        "deferred",
        "flush",
        "hold",
        "incoming",
        "saved",
        "trace",
    )
    spool = "var/spool/postfix"
    away = fault == "relaying"
    return Server(
        packages=("postfix", "libidn12"),
        command=("/usr/lib/postfix/sbin/master", "-c", "/etc/postfix", "-d"),
        files={
            "etc/postfix/main.cf": _MAIN.format(
                domain=ELSEWHERE if away else DOMAIN,
                networks="192.0.2.1" if away else "127.0.0.0/8",
                more=_POSTFIX.get(fault, ""),
            ),
            "etc/postfix/master.cf": _MASTER,
            "etc/postfix/dynamicmaps.cf": "",
            "etc/postfix/known": "".join(f"{who}@{DOMAIN} x\n" for who in KNOWN),
            "etc/postfix/spam": f"/^Subject:/ REJECT {SPAM}\n",
            "etc/postfix/full": "".join(f"{who}@{DOMAIN} 452 4.2.2 Mailbox full\n" for who in FULL),
        },
        folders={
            spool: ("root", "root", 0o755),
            **{f"{spool}/{queue}": ("postfix", "root", 0o700) for queue in queues},
            f"{spool}/private": ("postfix", "root", 0o700),
            f"{spool}/public": ("postfix", "postdrop", 0o710),
            f"{spool}/maildrop": ("postfix", "postdrop", 0o730),
            f"{spool}/pid": ("root", "root", 0o755),
            "var/lib/postfix": ("postfix", "postfix", 0o700),
            "var/log": ("root", "root", 0o755),
        },
    )


_EXIM = """
daemon_smtp_ports = PORT
local_interfaces = 127.0.0.1
primary_hostname = mx.example.org
queue_only = true
keep_environment =
never_users = root
rfc1413_query_timeout = 0s
helo_accept_junk_hosts =
{more}
domainlist local_domains = {domain}
acl_smtp_rcpt = rcpt
acl_smtp_data = data
begin acl
rcpt:
  {rcpt}
  require message = relay not permitted
          domains = +local_domains
  require verify = recipient
  accept
data:
  {data}
  accept
begin routers
known:
  driver = accept
  domains = +local_domains
  local_parts = lsearch;/etc/exim4/known
  transport = nowhere
begin transports
nowhere:
  driver = appendfile
  file = /dev/null
"""
_RCPT = {
    "sender": "require verify = sender",
    "full": f"defer message = mailbox is full\n        local_parts = {' : '.join(FULL)}",
}


def exim(fault: str) -> Server:
    return Server(
        packages=("exim4-daemon-light", "exim4-base", "libidn12"),
        command=("/usr/sbin/exim4", "-bdf"),
        files={
            "etc/exim4/exim4.conf": _EXIM.format(
                domain=ELSEWHERE if fault == "relaying" else DOMAIN,
                more=f"smtp_accept_max_per_connection = {LIMIT}" if fault == "hundred" else "",
                rcpt=_RCPT.get(fault, ""),
                data=f"deny message = {SPAM}" if fault == "spam" else "",
            ),
            "etc/exim4/known": "".join(f"{who}\n" for who in KNOWN),
        },
        folders={
            "var/spool/exim4": ("Debian-exim", "Debian-exim", 0o750),
            "var/log/exim4": ("Debian-exim", "Debian-exim", 0o750),
            "run/exim4": ("Debian-exim", "Debian-exim", 0o750),
        },
    )


_SMTPD = """
table known file:/etc/known
table full file:/etc/full
table here {{ 127.0.0.1 }}
{filters}
listen on 127.0.0.1 port PORT hostname mx.example.org {filter}
action "keep" lmtp "127.0.0.1:9" rcpt-to virtual {{ "@" = nobody }}
match from any for domain "{domain}" rcpt-to <known> action "keep"
"""
_FILTERS = {
    "sender": 'filter "f" phase rcpt-to match src <here> reject "550 Sender address rejected"',
    "spam": f'filter "f" phase commit match src <here> reject "550 {SPAM}"',
    "full": 'filter "f" phase rcpt-to match rcpt-to <full> reject "452 4.2.2 Mailbox full"',
}


def opensmtpd(fault: str) -> Server:
    filters = _FILTERS.get(fault, "")
    return Server(
        packages=("opensmtpd",),
        command=("/usr/sbin/smtpd", "-d"),
        files={
            "etc/smtpd.conf": _SMTPD.format(
                filters=filters,
                filter='filter "f"' if filters else "",
                domain=ELSEWHERE if fault == "relaying" else DOMAIN,
            ),
            "etc/known": "".join(f"{who}@{DOMAIN}\n" for who in KNOWN),
            "etc/full": "".join(f"{who}@{DOMAIN}\n" for who in FULL),
        },
        folders={
            "var/spool": ("root", "root", 0o755),
            "var/lib/opensmtpd/empty": ("root", "root", 0o755),
            "var/run": ("root", "root", 0o755),
        },
    )


SERVERS = {"Postfix": postfix, "Exim": exim, "OpenSMTPD": opensmtpd}
