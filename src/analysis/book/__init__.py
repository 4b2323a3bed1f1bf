"""Measures become figures, tables, numbers in prose and claims."""

from analysis.book.claims import claim, show_claim
from analysis.book.figures import figure
from analysis.book.numbers import number
from analysis.book.results import publish
from analysis.book.style import label_of, style_of, use_style
from analysis.book.tables import interval, table

__all__ = [
    "claim",
    "figure",
    "interval",
    "label_of",
    "number",
    "publish",
    "show_claim",
    "style_of",
    "table",
    "use_style",
]
