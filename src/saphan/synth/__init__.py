"""The make-believe province: people, households and six agencies that write them down, each in its own way.

    households, people   who there is (the truth); population draws them
    owed                 who is owed help and does not get it (the truth)
    dirt, writing        what goes wrong when an agency writes somebody down
    agencies/            one module a dataset: whom it lists, how carefully, in which shape
    contracts/           what each agency promised (Open Data Contract Standard)
    truth                the key to it all, written apart from every delivery

Error rates are guesses: results on this province say nothing about a real register, only about our own noise.
Everything hangs on one seed, and no draw is a floating-point number, so that all platforms agree.
"""

from saphan.synth.benchmark import write_benchmark
from saphan.synth.country import write_country

__all__ = ["write_benchmark", "write_country"]
