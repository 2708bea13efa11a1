"""The document tree as files: docx, pdf, html with pages of rows, and the workbook of evidence."""
