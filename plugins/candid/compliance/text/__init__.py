"""A page's text, and the ways from it to elements and to places in the file."""
