"""The command line: parse, one service call, print."""

from saphan.cli.agencies import agency
from saphan.cli.building import build, fetch, linked, release, story, warm, watch
from saphan.cli.contracts import contract
from saphan.cli.door import Door
from saphan.cli.extracting import extract
from saphan.cli.finding import find
from saphan.cli.grounds import demo, init, synth
from saphan.cli.models import model
from saphan.cli.oversight import agreement, journal, user
from saphan.cli.people import correction, identity, objection, person
from saphan.cli.releasing import diff, rollback, vacuum
from saphan.cli.reviewing import review
from saphan.cli.serving import serve

for command in (diff, rollback, vacuum):
    release.add_command(command)

main = Door(
    "saphan",
    help="Saphan: the bridge between a country's agencies and its people in hardship.",
    commands=[
        *(init, synth, build, fetch, watch, story, find, release, extract, linked, review, identity, person),
        *(objection, correction, user, agency, serve, demo, agreement, contract, journal, model, warm),
    ],
)

__all__ = ["main"]
