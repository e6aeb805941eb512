"""Look at a file nobody has described yet, and draft its contract: what it seems to be, and why."""

from saphan.ingest.draft.guess import Guess, guess_columns
from saphan.ingest.draft.look import Look, look_at
from saphan.ingest.draft.write import draft_contract

__all__ = ["Guess", "Look", "draft_contract", "guess_columns", "look_at"]
