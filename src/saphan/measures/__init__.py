"""How many are owed a benefit, how many are missing it, where and of what age?"""

from saphan.measures.cells import count_cells
from saphan.measures.coverage import coverage

__all__ = ["count_cells", "coverage"]
