"""The measures themselves, tried by simulation and against published values."""
