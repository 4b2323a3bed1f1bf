"""Words: how often, how evenly, beside which others, and which of them set texts apart."""
