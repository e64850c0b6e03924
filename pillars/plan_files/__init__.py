"""
A whole plan as one file, XLSX or JSON: its shape is in ``docs/plan-file.md``.

``sheets`` says what stands where, ``reading`` makes a book of a file, ``judging`` says
what the book would create and change and what is wrong with it, ``applying`` saves it
all or nothing, ``writing`` makes the file of a plan.
"""
