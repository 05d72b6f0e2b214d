"""The pages: HTML made from evaluations and explanations; every sentence of their own is in `words/`."""
