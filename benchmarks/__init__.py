"""The product's speed, each figure as a ratio against the bare model on the same machine in the same run.

Notices and questions come from `material`, the yardstick from `bare`; one module measures one figure; `table` shows them.
"""
