"""What the pieces are about, as far as words alone show it."""
