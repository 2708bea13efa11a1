"""Forms 表格: what their fields mean, how much two forms ask alike, what could be one form."""
