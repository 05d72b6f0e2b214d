"""The door for workbooks: a term workbook read, handed in row by row, and given back marked."""
