"""Whatever stands in the cells, each row becomes records or a reject, and nothing is raised."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.formats import Format, SourceFile, datastore, fire_brigade, mapped
from data.schema import check_records

COLUMNS = {
    "datastore-borough": "MajorText,MinorText,LookUp_BoroughName,202209,202210",
    "datastore-ward": "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202210",
    "datastore-lsoa": "LSOA Code,LSOA Name,Borough,Major Category,Minor Category,202210",
    "fire-brigade": "IncidentNumber,DateOfCall,TimeOfCall,HourOfCall,IncidentGroup,StopCodeDescription,"
    "IncGeo_BoroughCode,Easting_m,Northing_m,Easting_rounded,Northing_rounded,Latitude,Longitude",
    "partnership": "Offence ID,Start date,Start time,End date,End time,Major category,Minor category,Easting,Northing,"
    "Latitude,Longitude,Postcode,Local authority,Knife,Victim age,Victim sex,Victim home borough",
    "ambulance": "Ambulance incident ID,Call date,Call time,Incident type,Patient sex",
}
FORMATS = {known.provider: known for known in (*datastore.FORMATS, *fire_brigade.FORMATS, *mapped.FORMATS)}

LIKELY = (
    "|NULL|0|-1|1e308|inf|nan|51.5|-0.13|529700|180900|99999999999999999999|01/02/2023|31/02/2023|01-Jan-18|"
    "2023-03-26T01:30:00|2023-10-29T01:30:00Z|1900-01-01|2099-01-01|23:05|24:00|Theft|THEFT|Rape|Westminster|"
    "E09000033|Y|F|17|\x00|£|١٢|=1+1"
)
likely = st.sampled_from(LIKELY.split("|"))
cells = st.one_of(likely, likely, st.text(max_size=8))


@pytest.mark.parametrize("provider", sorted(COLUMNS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_each_row_ends_in_one_place(provider: str, data: st.DataObject) -> None:
    known: Format = FORMATS[provider]
    header = COLUMNS[provider].split(",")
    assert known.recognises(header)
    rows = data.draw(st.lists(st.lists(cells, min_size=len(header), max_size=len(header)), max_size=5))
    frame = pd.DataFrame([[c or np.nan for c in r] for r in rows], columns=header, dtype="str")
    frame.index = pd.RangeIndex(2, 2 + len(rows))
    result = known.normalise(frame, SourceFile("hostile.csv", "hostile"))
    check_records(result.records, where=provider)
    assert (result.records["count"] >= (0 if known.aggregated else 1)).all()
    lines = [*result.records["line"].unique(), *(r.line for r in result.rejects)]
    assert sorted(lines) == list(frame.index)
    if not known.aggregated:
        assert not result.records["line"].duplicated().any()
