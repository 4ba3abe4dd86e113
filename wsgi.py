"""What a WSGI server loads: `gunicorn wsgi:app`."""

import sys

from portal import create_app
from portal.errors import SettingsError

try:
    app = create_app()
except SettingsError as error:
    sys.exit(str(error))
