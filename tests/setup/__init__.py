"""What a fresh machine needs before the tests can run: a virtual environment, browsers and web servers."""
