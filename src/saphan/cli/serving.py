"""Open the portal."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import click

from saphan.cli.door import Directory, open_here, told
from saphan.config import environment
from saphan.errors import Unavailable
from saphan.words import say

PORT = 8569
THREADS = 8


class PortTaken(Unavailable):
    """Another program already answers at that address."""


@click.command()
@Directory
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(1, 65535), help="On this machine only.")
def serve(directory: Path, port: int) -> None:
    """Open the portal on this machine."""
    platform = open_here(directory)  # says at once what is wrong, before a server is started
    start(platform.project.root, port)


def start(root: Path, port: int) -> None:
    """Become the server of that project, until it is stopped."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as taken:
            raise PortTaken(
                say("Another program already uses port {port}.", port=port),
                where=f"127.0.0.1:{port}",
                cure=say("Stop that program, or choose another port with --port."),
            ) from taken
    click.echo(told(say("The portal is at http://127.0.0.1:{port}/ - stop it with Ctrl-C.", port=port)))
    sys.stdout.flush()
    command = [
        sys.executable, "-m", "gunicorn", "saphan.portal.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS),
        "--log-level", "warning", "--worker-tmp-dir", str(root / "lake"),
    ]  # fmt: skip
    # the server takes the place of this process, so that signals and exit codes are its own
    os.execve(sys.executable, command, {**environment(), "SAPHAN_PROJECT": str(root)})  # noqa: S606 - our own server
