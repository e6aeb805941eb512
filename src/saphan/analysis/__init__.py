"""Analyse what was made for a project: `from saphan import analysis; analysis.open("extracts/old_age")`.

Here is no way to identifiers, keys, releases or the desk: this package reads one directory, in which a person's
key is the project's own and nothing says who she is.
"""

from saphan.analysis.extract import Extract, NoExtract, NotForUse, open_extract
from saphan.analysis.extract import open_extract as open  # noqa: A004 - read as `analysis.open`, as a file is opened

__all__ = ["Extract", "NoExtract", "NotForUse", "open", "open_extract"]
