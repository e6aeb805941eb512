"""What the processor does at once and loops would do in steps: ask for rows ahead, read eight letters, count bits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from numba.core import cgutils, types
from numba.extending import intrinsic

if TYPE_CHECKING:
    # to the type checker it is an ordinary function; what Numba makes of it below is written in Numba's terms
    import numpy as np
    import numpy.typing as npt

    def fetch_ahead(array: npt.NDArray[np.generic], row: int | np.integer) -> None:
        """Ask the processor to fetch the beginning of a row; nothing waits, and nothing changes but the time."""

    def eight_at(letters: npt.NDArray[np.uint8], at: int) -> np.uint64:
        """Eight letters as one number, the first of them lowest; they must lie within the array."""

    def ones_in(word: np.uint64) -> int:
        """How many bits of a word are set."""

else:
    from llvmlite import ir

    @intrinsic
    def fetch_ahead(typing: object, array: types.Array, row: types.Integer) -> object:  # noqa: ARG001  # as Numba calls it
        """Ask the processor to fetch the beginning of a row."""

        def generated(context: object, builder: ir.IRBuilder, signature: object, values: object) -> object:
            of = context.make_array(signature.args[0])(context, builder, values[0])
            at = context.cast(builder, values[1], signature.args[1], types.intp)
            start = context.get_constant(types.intp, 0)
            places = [at, *[start] * (signature.args[0].ndim - 1)]
            address = cgutils.get_item_pointer(context, builder, signature.args[0], of, places)
            number, byte = ir.IntType(32), ir.IntType(8).as_pointer()
            kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
            fetch = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
            # to read; soon again, so into all caches; data
            builder.call(fetch, [builder.bitcast(address, byte), number(0), number(3), number(1)])
            return context.get_dummy_value()

        return types.void(array, row), generated

    @intrinsic
    def eight_at(typing: object, letters: types.Array, at: types.Integer) -> object:  # noqa: ARG001  # as Numba calls it
        """Eight letters as one number, the first of them lowest."""

        def generated(context: object, builder: ir.IRBuilder, signature: object, values: object) -> object:
            of = context.make_array(signature.args[0])(context, builder, values[0])
            place = context.cast(builder, values[1], signature.args[1], types.intp)
            address = cgutils.get_item_pointer(context, builder, signature.args[0], of, [place])
            eight = ir.IntType(64)
            word = builder.load(builder.bitcast(address, eight.as_pointer()), align=1)
            return word if sys.byteorder == "little" else builder.bswap(word)

        return types.uint64(letters, at), generated

    @intrinsic
    def ones_in(typing: object, word: types.Integer) -> object:  # noqa: ARG001  # as Numba calls it
        """How many bits of a word are set."""

        def generated(context: object, builder: ir.IRBuilder, signature: object, values: object) -> object:  # noqa: ARG001  # as Numba calls it
            return builder.ctpop(values[0])

        return types.int64(types.uint64), generated
