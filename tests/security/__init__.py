"""What hostile contributors may write, and what must not come of it."""
