"""Which records are one person? Block, compare, weigh, decide, cluster; explain a pair; measure against truth."""

from saphan.linkage.calibrating import Calibration, calibrate, draw_sample
from saphan.linkage.continuing import Before, Continued, continue_linking
from saphan.linkage.evaluate import Quality, evaluate
from saphan.linkage.explain import FieldEvidence, explain
from saphan.linkage.freezing import Frozen
from saphan.linkage.linking import Linked, link
from saphan.linkage.model import Model, Training
from saphan.linkage.policy import Policy, PolicyUnreadable, default_policy
from saphan.linkage.steps import block, cluster, compare, cut_blocks, decide, score, train
from saphan.linkage.storing import FILES, MODEL, read_frozen, read_kept, written
from saphan.linkage.warming import warm

__all__ = [
    "FILES",
    "MODEL",
    "Before",
    "Calibration",
    "Continued",
    "FieldEvidence",
    "Frozen",
    "Linked",
    "Model",
    "Policy",
    "PolicyUnreadable",
    "Quality",
    "Training",
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
    "explain",
    "link",
    "read_frozen",
    "read_kept",
    "score",
    "train",
    "warm",
    "written",
]
