"""A report as a folder of Parquet files, which is read whole or in part."""
