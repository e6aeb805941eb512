"""Contracts: the dictionary, what is made from it, and changes that wait for an answer."""
