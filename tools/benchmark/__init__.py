"""How fast the project is, beside a script written by hand: `make benchmark` (SIZES="1 3 10" in millions of messages).

For each size raw events are generated, then the script and dbt take turns, each in a process of its own and on a database of
its own, and what both compute is compared: a benchmark of wrong figures fails. `reference.sql` is the script, `runs` measures,
`figures` compares, `page` writes docs/performance.md and its chart.
"""
