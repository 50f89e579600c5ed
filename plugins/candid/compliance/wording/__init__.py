"""What texts say: their words, the phrases of ``data/``, their language, the days that they name."""
