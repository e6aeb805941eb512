"""The command line: parse, one service call, print."""

from saphan.cli.agencies import agency
from saphan.cli.building import build, linked, release, story, watch
from saphan.cli.contracts import contract
from saphan.cli.door import Door
from saphan.cli.finding import find
from saphan.cli.grounds import demo, init, synth
from saphan.cli.oversight import agreement, journal, user
from saphan.cli.serving import serve

main = Door(
    "saphan",
    help="Saphan: the bridge between a country's agencies and its people in hardship.",
    commands=[
        init, synth, build, watch, story, find, release, linked, user, agency, serve, demo, agreement, contract,
        journal,
    ],
)  # fmt: skip

__all__ = ["main"]
