"""The portal as a WSGI application, of the project directory that SAPHAN_PROJECT names."""

from __future__ import annotations

import threading
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from saphan.config import environment
from saphan.errors import NotFound
from saphan.services.platform import journal_key, open_platform
from saphan.words import say


class NoProjectNamed(NotFound):
    """SAPHAN_PROJECT names no directory, so there is nothing to serve."""


def project_root() -> Path:
    """The directory to serve.

    Raises:
        NoProjectNamed: SAPHAN_PROJECT is not set.
    """
    if root := environment().get("SAPHAN_PROJECT"):
        return Path(root)
    raise NoProjectNamed(
        say("No project directory is named."),
        where="SAPHAN_PROJECT",
        cure=say("Set SAPHAN_PROJECT to the directory that holds saphan.toml, or run `saphan serve`."),
    )


platform = open_platform(project_root(), environment())
application = get_wsgi_application()

from saphan.desk import sealer  # noqa: E402  # its models can be imported only now that the desk is set up

sealer.keep_sealing(journal_key(platform.project), threading.Event())  # while the process lives
