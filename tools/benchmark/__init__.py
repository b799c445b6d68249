"""Measures the project against a hand-written script: `make benchmark` (SIZES="1 3 10" in millions of messages).

For each size raw events are generated, then the script and dbt take turns, each in its own process and database. Their results
are compared, and a difference fails the benchmark. `reference.sql` is the script, `runs` measures, `figures` compares, `page`
writes docs/performance.md and its chart.
"""
