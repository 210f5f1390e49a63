"""A report as a workbook: figures and a locale in, one sheet a table, numbers that are numbers."""
