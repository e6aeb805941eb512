"""The make-believe country: people, households and eight agencies that write them down, each in its own way.

    marginals/           published figures that the draw keeps to, with their sources
    households, people   who there is (the truth); population and circumstances draw them, life moves them on
    owed, planted        who is owed help and does not get it, who has which need (the truth)
    errors.yaml          how often each agency gets what wrong; dirt and writing do it
    agencies/            one module a dataset: whom it lists, in which shape
    contracts/           what each agency promised (Open Data Contract Standard)
    truth                the key to it all, written apart from every delivery
    shares, hands        how a country larger than memory is made by several processes
    benchmark            person records from five sources, for linkage alone

Error rates are guesses: results on this country say nothing about a real register, only about our own noise.
Everything hangs on one seed, and no draw is a floating-point number, so that all platforms agree.
"""

from saphan.synth.benchmark import write_benchmark
from saphan.synth.country import PHAYAO, write_country
from saphan.synth.places import published_people

__all__ = ["PHAYAO", "published_people", "write_benchmark", "write_country"]
