"""What a WSGI server loads: `gunicorn wsgi:app`, and every command: its process keeps its memory to
itself."""

import sys

from portal import create_app
from portal.errors import SettingsError
from portal.vault import memory

try:
    memory.shut()
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
