"""What the Python tests share: a Postgres server, a way to run dbt, a comparer of databases."""
