"""Drawing a report: as a mail, as plain text, as a page, as a PDF, as a workbook."""
