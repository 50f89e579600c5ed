"""What is known about a page, whichever rule asks: its links, prices, cards, calculators, disclosures."""
