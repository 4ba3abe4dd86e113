"""A command as it is shipped, in a process that has changed itself: ``python -m
tests.memory.working job work``."""

from flask.cli import main

from tests.memory import patched

if __name__ == "__main__":
    patched.patch()
    main()
