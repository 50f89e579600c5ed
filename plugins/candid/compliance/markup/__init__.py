"""A page's structured data as one graph."""
