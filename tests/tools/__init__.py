"""Tools for those who change the book."""
