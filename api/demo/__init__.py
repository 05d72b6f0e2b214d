"""A made-up county, written as the workbook a bureau hands in at the end of a term."""
