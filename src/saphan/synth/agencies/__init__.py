"""What do the eight agencies of the make-believe province send?

A module for each dataset, named as the dataset: whom it lists, how carefully, in which shape. The header in a module is
the one the dataset's contract promises (`synth/contracts/<dataset>.yaml`); a test holds the two together.
"""
