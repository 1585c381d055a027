"""Reports out of the knowledge store, the ledger and the queues; every figure names the rows that it counts."""
