"""
Two languages in step: which texts are missing or behind, and what there is to know.

``texts`` says what one record lacks, ``reading`` what the whole plan does, ``places``
where a record stands.
"""
