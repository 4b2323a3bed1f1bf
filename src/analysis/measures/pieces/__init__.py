"""What stands in each file, and which time it speaks of."""
