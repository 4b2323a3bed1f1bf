"""Measures become figures, tables, numbers in prose and claims."""
