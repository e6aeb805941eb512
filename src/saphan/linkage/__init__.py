"""Which records are one person? Block, compare, weigh, decide, cluster; explain a pair; measure against truth."""

from saphan.linkage.calibrating import Calibration, calibrate, draw_sample
from saphan.linkage.changing import Changed
from saphan.linkage.continuing import Before, Continued, continue_linking
from saphan.linkage.evaluate import GroupQuality, Quality, evaluate, evaluate_groups
from saphan.linkage.explain import Explanation, FieldEvidence, explain
from saphan.linkage.freezing import Frozen
from saphan.linkage.levels import LAYOUT
from saphan.linkage.linking import Linked, Whole, link
from saphan.linkage.model import Model, Training
from saphan.linkage.policy import Policy, PolicyUnreadable, default_policy
from saphan.linkage.rates import rates, rates_kept
from saphan.linkage.sampling import SampledPair, sample
from saphan.linkage.steps import block, cluster, compare, cut_blocks, decide, score, train
from saphan.linkage.storing import FILES, MODEL, read_frozen, read_kept, written
from saphan.linkage.warming import warm

__all__ = [
    "FILES",
    "LAYOUT",
    "MODEL",
    "Before",
    "Calibration",
    "Changed",
    "Continued",
    "Explanation",
    "FieldEvidence",
    "Frozen",
    "GroupQuality",
    "Linked",
    "Model",
    "Policy",
    "PolicyUnreadable",
    "Quality",
    "SampledPair",
    "Training",
    "Whole",
    "block",
    "calibrate",
    "cluster",
    "compare",
    "continue_linking",
    "cut_blocks",
    "decide",
    "default_policy",
    "draw_sample",
    "evaluate",
    "evaluate_groups",
    "explain",
    "link",
    "rates",
    "rates_kept",
    "read_frozen",
    "read_kept",
    "sample",
    "score",
    "train",
    "warm",
    "written",
]
