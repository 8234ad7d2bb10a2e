"""A report as one HTML page that needs nothing else: no network, no server, no library.

Python writes data, the browser draws it. No text of an article passes through a template: all of it stands in inert
`<script type="text/plain">` blocks as JSON, deflated, in base64, and the page's script makes text nodes of it.

    page_order     Report          -> PageOrder, PagePair   what stands where on the page
    pair_choice    PagePair        -> rows                  whose passages are looked for
    pair_rows      Match           -> PairRow               passages, edits and evidence as numbers
    page_columns   all of it       -> the index             columns: what the page knows before anything is opened
    data_blocks    plain data      -> text                  deflated, in chunks
    assembling     script, style   -> PageFrame             the page around the data, and its policy
    html_page      Report          -> the file
"""
