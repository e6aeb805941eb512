"""The command line: parse, one service call, print."""

from saphan.cli.building import build, linked, release, story, warm, watch
from saphan.cli.contracts import contract
from saphan.cli.door import Door
from saphan.cli.grounds import demo, init, synth
from saphan.cli.models import model
from saphan.cli.oversight import agreement, journal, user
from saphan.cli.serving import serve

main = Door(
    "saphan",
    help="Saphan: the bridge between a country's agencies and its people in hardship.",
    commands=[
        init,
        synth,
        build,
        watch,
        story,
        release,
        linked,
        user,
        serve,
        demo,
        agreement,
        contract,
        journal,
        model,
        warm,
    ],
)

__all__ = ["main"]
