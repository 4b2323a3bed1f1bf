"""How sure: permutation, bootstrap, intervals, corrections for many tests."""
