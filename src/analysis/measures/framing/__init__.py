"""Codes of sentences: shares, differences, agreement, and the lexicon with its error."""
