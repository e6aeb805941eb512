"""What is wrong with what an agency sent, and what can be done about it?"""

from saphan.quality.catalogue import Check, catalogue
from saphan.quality.run import MissingParameter, UnknownCheck, check, parameters
from saphan.quality.scorecard import Scorecard, before_each, scorecard

__all__ = [
    "Check",
    "MissingParameter",
    "Scorecard",
    "UnknownCheck",
    "before_each",
    "catalogue",
    "check",
    "parameters",
    "scorecard",
]
