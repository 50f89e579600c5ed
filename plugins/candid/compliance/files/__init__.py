"""The files of a site beside its pages, and how any of them is read."""
