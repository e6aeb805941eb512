"""Open one family, and write down what came of a visit."""
