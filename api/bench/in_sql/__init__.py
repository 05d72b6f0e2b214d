"""The peer of evaluation: every clause of `taikang-2022` as hand-written SQL of DuckDB over the same fact files."""
