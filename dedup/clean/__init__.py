"""Cleaning a collection: a plan of what to leave out and why, and copies of the inputs without it.

    keep_policy     articles of a group       -> which of them is kept
    drops           Report                    -> a decision for each copy that is left out
    cuts            Report                    -> a decision for each block that is cut out of a text
    plan            Report                    -> Plan: settings, files with their checksums, decisions
    plan_file       Plan                     <-> JSON lines, which people may edit
    apply_plan      Plan, folder              -> copies of the files, a log, a summary
    writers         one file, its decisions   -> the same file without what was decided

A plan is made before anything is written, and replayed as often as wanted. Inputs are never changed: what is written
is all of them, less what the plan lists. Only what a copy shows stands elsewhere is left out. A rewrite, a
translation and an independent report are texts of their own, and no plan drops them.
"""
