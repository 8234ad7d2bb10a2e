"""An index over HTTP (`dedup serve`), for a fleet of crawlers: Starlette on uvicorn, the extra `server`.

Additions that wait are put together into one transaction, and answered when it is committed (`index_worker`).
"""
