"""Roughly where England and Wales lie, and how many areas each part has; drawn by hand, good to some kilometres.

Numbers of areas are those of the two censuses (2011: 34,753 small areas, 2021: 35,672; 331 authorities; 43 police
forces); shapes, codes and names are synthetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

Kilometres = tuple[tuple[float, float], ...]  # easting, northing on the national grid


@dataclass(frozen=True)
class Region:
    """A region: how many of each area it has, seeds whose nearest land it is, towns where people crowd."""

    name: str
    small_areas: int  # of 2011
    divided: int  # of these cut in two by 2021
    authorities: int
    forces: int
    seeds: Kilometres
    towns: Kilometres


# fmt: off
COAST: Final[Kilometres] = (
    (134, 25), (170, 14), (187, 35), (240, 50), (283, 38), (293, 60), (340, 90), (368, 70), (405, 76), (450, 90),
    (485, 93), (559, 95), (608, 117), (637, 145), (639, 170), (590, 178), (600, 200), (630, 230), (655, 290), (622, 342),
    (565, 345), (545, 330), (556, 365), (540, 400), (540, 412), (524, 468), (490, 510), (450, 530), (430, 590), (400, 655),
    (385, 630), (355, 590), (330, 567), (300, 550), (295, 515), (320, 470), (345, 465), (332, 440), (330, 410), (320, 390),
    (280, 382), (240, 395), (222, 382), (240, 358), (212, 325), (255, 335), (258, 290), (215, 245), (172, 225), (190, 200),
    (240, 200), (270, 185), (318, 166), (352, 190), (335, 162), (300, 147), (245, 147), (225, 125), (195, 80), (170, 50),
)
WALES: Final[Kilometres] = (
    (322, 395), (332, 365), (328, 330), (323, 290), (333, 265), (324, 238), (345, 222), (353, 190), (318, 150),
    (160, 180), (150, 260), (190, 410),
)
REGIONS: Final = (
    Region("Synthetic North East", 1657, 94, 12, 3, ((420, 575), (425, 545)), ((425, 565), (440, 557), (450, 520))),
    Region("Synthetic North West", 4497, 94, 39, 5, ((345, 510), (365, 425), (350, 390)),
           ((384, 398), (338, 392), (372, 430), (340, 556))),
    Region("Synthetic Yorkshire", 3317, 94, 21, 4, ((440, 430), (450, 485), (505, 440)),
           ((430, 434), (435, 387), (509, 429), (416, 433), (460, 452))),
    Region("Synthetic East Midlands", 2774, 94, 35, 5, ((455, 345), (515, 370), (480, 285)),
           ((457, 340), (459, 304), (435, 336), (475, 260), (497, 371))),
    Region("Synthetic West Midlands", 3487, 94, 30, 4, ((390, 310), (345, 300), (420, 265), (365, 250)),
           ((407, 287), (433, 279), (391, 299), (388, 345), (385, 255))),
    Region("Synthetic East", 3614, 94, 45, 6, ((600, 300), (560, 265), (590, 215), (515, 235)),
           ((623, 308), (545, 258), (588, 186), (509, 221), (616, 244), (519, 299))),
    Region("Synthetic London", 4835, 159, 33, 2, ((530, 180),), ((530, 180), (532, 165), (515, 185), (545, 185))),
    Region("Synthetic South East", 5382, 94, 64, 5, ((560, 130), (605, 155), (470, 130), (450, 205), (490, 165)),
           ((531, 104), (442, 112), (464, 101), (471, 173), (451, 206), (576, 165), (485, 238))),
    Region("Synthetic South West", 3281, 94, 30, 5, ((250, 90), (330, 110), (375, 170), (395, 120), (180, 60)),
           ((359, 173), (248, 55), (292, 92), (409, 91), (415, 185), (383, 218))),
    Region("Synthetic Wales", 1909, 8, 22, 4, (), ((318, 176), (265, 193), (331, 188), (333, 350), (300, 190))),
)
# fmt: on
LONDON: Final = "Synthetic London"
LONDON_RADIUS: Final = 25.0  # kilometres
