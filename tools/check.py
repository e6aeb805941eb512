"""Run every check, say how long each took, and count those that failed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("lint", ("ruff", "check", "-q", ".")),
    ("form", ("ruff", "format", "--check", "-q", ".")),
    ("types", ("mypy",)),
    ("walls", ("lint-imports", "--no-cache")),
    ("translations", ("python", "tools/translations.py", "check")),
    ("reference pages", ("python", "tools/reference.py", "check")),
    ("promises", ("python", "-m", "pytest", "tests/architecture", "tests/docs", "-n", "auto")),
)


def main() -> int:
    """The number of checks that failed, 0 when all is well."""
    failed = []
    for name, command in CHECKS:
        begun = time.monotonic()
        done = subprocess.run(  # noqa: S603  # the commands stand above
            [str(BIN / command[0]), *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False
        )
        print(
            f"{'ok    ' if done.returncode == 0 else 'FAILED'} {name:<16} {time.monotonic() - begun:5.1f} s", flush=True
        )
        if done.returncode:
            failed.append(name)
            print(done.stdout[-8000:], done.stderr[-4000:], sep="\n", flush=True)
    print("All checks hold." if not failed else f"{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
    return len(failed)


if __name__ == "__main__":
    sys.exit(main())
