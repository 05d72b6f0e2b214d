"""A changed rule against the real facts: who gains and who loses by it."""
