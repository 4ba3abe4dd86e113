"""What people do with the portal: plain verbs, one transaction each.

They return frozen values, never rows; take ``now`` (aware, UTC) and keys as arguments; and raise
the errors of ``portal.errors``.
"""
