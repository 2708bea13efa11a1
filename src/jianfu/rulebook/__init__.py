"""Rule cards 规则卡: one clause of one policy, dated, cited, judged over columns with four outcomes."""
