"""gunicorn's configuration as it is shipped, in a process that has changed itself."""

from portal.settings import ROOT
from tests.memory import patched

patched.patch()
exec((ROOT / "deploy" / "gunicorn.conf.py").read_text())
