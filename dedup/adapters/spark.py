"""Articles in the tables of Apache Spark: `scan` finds in them what `dedup.scan` finds in memory.

from dedup.adapters.spark import open_session, scan

spark = open_session("local[4]")
report = scan(spark.read.parquet("news/"), "/mnt/jobs/news")
"""

from dedup import spark

scan = spark.scan_table
open_session = spark.open_session
