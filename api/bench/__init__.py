"""How fast Shilu is, measured beside its peers in one run: `shilu bench`, told in docs/benchmarks.md."""
