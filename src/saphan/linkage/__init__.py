"""Which records are one person? Block, compare, weigh, decide, cluster; explain a pair; measure against truth."""

from saphan.linkage.calibrating import Calibration, calibrate, draw_sample
from saphan.linkage.evaluate import Quality, evaluate
from saphan.linkage.explain import FieldEvidence, explain
from saphan.linkage.linking import Linked, link
from saphan.linkage.model import Model, Training
from saphan.linkage.policy import Policy, PolicyUnreadable, default_policy
from saphan.linkage.steps import block, cluster, compare, cut_blocks, decide, score, train
from saphan.linkage.warming import warm

__all__ = [
    "Calibration",
    "FieldEvidence",
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
    "cut_blocks",
    "decide",
    "default_policy",
    "draw_sample",
    "evaluate",
    "explain",
    "link",
    "score",
    "train",
    "warm",
]
