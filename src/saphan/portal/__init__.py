"""The pages: one package for each thing people come to do. Translate in, one service call, translate out."""
