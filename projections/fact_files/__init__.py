"""Facts on disk: what the book holds as column files, made once, extended by position, thrown away and made again."""

from projections.fact_files.pandas_left_out import leave_pandas_out

leave_pandas_out()
