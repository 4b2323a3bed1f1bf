"""Claims, and each claim under other ways of counting."""
