"""Which records are one person? Block, compare, weigh, decide, cluster; explain a pair; measure against truth."""

from saphan.linkage.blocking import block, cut_blocks
from saphan.linkage.clustering import cluster
from saphan.linkage.comparing import compare
from saphan.linkage.deciding import decide
from saphan.linkage.evaluate import Quality, evaluate
from saphan.linkage.explain import FieldEvidence, explain
from saphan.linkage.model import Model, Training
from saphan.linkage.policy import Policy, PolicyUnreadable, default_policy
from saphan.linkage.scoring import score
from saphan.linkage.training import train

__all__ = [
    "FieldEvidence",
    "Model",
    "Policy",
    "PolicyUnreadable",
    "Quality",
    "Training",
    "block",
    "cluster",
    "compare",
    "cut_blocks",
    "decide",
    "default_policy",
    "evaluate",
    "explain",
    "score",
    "train",
]
