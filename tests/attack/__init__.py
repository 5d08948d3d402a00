"""An attacker on disclosure control: a stranger who asks thousands of overlapping questions and solves for what is withheld.

What the attacker has. Only what anybody gets: answers as JSON, what pages send, exports and packs, for links of its own
choice; and public knowledge: the areas and which places overlap, the types, residents and hectares of areas, the rule.
``worlds.py`` makes the records, so that the tests know every atom; the attacker never looks at a count.

How it works.
1. ``questions.py`` asks some thousand links that overlap on purpose: pages, data sets, types alone and together, whole
   years, single months, other spans, comparisons, times, days, wards and small areas and sets of them, levels, measures,
   rules of youth violence, flags, views of the landing page.
2. ``equations.py`` turns every number told into a linear equation over *boxes*: places x kinds x months x moments of the
   week, in which the records of the answer lie. Rates and densities are multiplied out again; shares, ranks, tops and
   changes must follow from figures told beside them (a share of a figure that is withheld is a leak by itself). A number
   at a path that ``equations.py`` does not know fails the test: nobody adds a figure without telling the attacker.
3. ``solving.py`` asks of each withheld cell whether it lies in the row space of all equations together. The inner product
   of two boxes is the product of the sizes of their four intersections, so the Gram matrix of all equations is known
   without ever listing atoms; a pivoted Cholesky of it gives the row space, and a cell is determined if nothing is left of
   its box after projection. That is exact for all linear attacks at once: differences, sums of rows and columns,
   complements, previous periods. What a projection finds is worked out in numbers and compared with the truth. Bounds by
   integer programming are tried on the tables themselves (``tests/data/disclosure``).
4. Side channels (``test_side_channels.py``): the answers, pages, files and packs of two worlds that differ in withheld
   cells alone must be the same, byte for byte. Whatever an attacker reads off them, it is not the withheld cell.

With secondary suppression off the same attacker recovers cells by the hundred: a test asserts that, too.
"""
