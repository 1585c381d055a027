"""The annual report (信息公开工作年度报告): counts from the store, the ledger and the requests, blanks for people."""
