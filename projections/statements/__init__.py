"""Results made official: drawn up, listed, shown on notice, derived again, and held against what came later."""
