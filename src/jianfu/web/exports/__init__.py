"""Every table of every page as a workbook, by one way: the page's own address with `export=` and the table's name."""
