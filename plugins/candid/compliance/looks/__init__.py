"""What readers see of a page, by its HTML and its site's style sheets."""
