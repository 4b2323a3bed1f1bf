"""Tokens and codes become counts, keyness, dispersion, shares and claims."""
