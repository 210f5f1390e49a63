"""The wording of the reports in each language, a folder of YAML catalogues each, and the form of numbers."""
