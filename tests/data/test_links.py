"""Links and selections: every question has one link, and nothing a link may hold is an error."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.categories import YouthViolence
from data.levels import PLACED, Level
from data.links import read_link, view_selection, write_link
from data.releases import Release
from data.schema import month_number
from data.selection import DAYS, Measure, Page, Selection, Show, TopSet

SAME_QUESTION = [
    ("/west-end", "/west-end"),
    ("/west-end/", "/west-end"),
    ("https://example.org/west-end?n=3", "/west-end"),
    ("/west-end?from=2022-10&to=2023-09", "/west-end"),  # the last 12 months are the default
    ("/west-end?to=2023-06&from=2022-12", "/west-end?from=2022-12&to=2023-06"),
    ("/west-end?from=2023-01", "/west-end?from=2023-01&to=2023-09"),
    ("/west-end?to=2023-06", "/west-end?from=2022-07&to=2023-06"),
    ("/west-end?ward=west-end,st-jamess", "/west-end?ward=st-jamess,west-end"),
    ("/west-end?ward=E05013808&ward=St%20James%27s", "/west-end?ward=st-jamess,west-end"),
    ("/west-end?ward=st%20james%E2%80%99s", "/west-end?ward=st-jamess"),
    ("/west-end?lsoa=E01033595,018a", "/west-end?lsoa=westminster-013e,westminster-018a"),
    ("/west-end?lsoa=013g&level=lsoa21", "/west-end?level=lsoa21&lsoa=westminster-013g"),
    ("/west-end?level=lsoa", "/west-end"),
    ("/neighbourhoods?level=ward", "/neighbourhoods"),
    ("/neighbourhoods?level=lsoa", "/neighbourhoods?level=lsoa"),
    ("/serious-youth-violence?syv=any", "/serious-youth-violence"),
    ("/serious-youth-violence?syv=under-18", "/serious-youth-violence?syv=under-18"),
    ("/west-end?syv=any", "/west-end?syv=any"),
    ("/west-end?time=18-06", "/west-end?time=night"),
    ("/west-end?time=6-18", "/west-end?time=day"),
    ("/west-end?time=00-24", "/west-end"),
    ("/west-end?time=22-4", "/west-end?time=22-04"),
    ("/west-end?time=20-24", "/west-end?time=20-24"),
    ("/west-end?days=sat,fri,fri", "/west-end?days=fri,sat"),
    ("/west-end?days=" + ",".join(reversed(DAYS)), "/west-end"),
    ("/west-end?flag=knife,injury,knife", "/west-end?flag=injury,knife"),
    ("/west-end?flag=Knife&flag=INJURY", "/west-end?flag=injury,knife"),
    ("/west-end?n=5&flag=knife&time=night", "/west-end?time=night&n=5&flag=knife"),
    ("/?we.flag=knife", "/?we.flag=knife"),
    ("/?flag=knife&we.flag=knife", "/?flag=knife"),
    ("/west-end?type=theft-from-person", "/west-end?type=theft"),  # the only minor of its major here
    ("/west-end?type=robbery,robbery-of-personal-property", "/west-end?type=robbery"),
    (
        "/west-end?type=Robbery%20of%20Personal%20Property,robbery-of-business-property",
        "/west-end?type=robbery",
    ),
    ("/west-end?type=robbery,theft", "/west-end"),
    ("/west-end?compare=previous", "/west-end"),
    ("/west-end?compare=none", "/west-end?compare=none"),
    ("/west-end?compare=2022-08", "/west-end?compare=2022-08"),
    ("/west-end?measure=count&set=ranked&show=map&dataset=offences", "/west-end"),
    ("/west-end?SHOW=Table&N=5&Set=fixed", "/west-end?n=5&set=fixed&show=table"),
    ("/west-end?release=0001-0000tiny", "/west-end?release=0001-0000tiny"),
    ("/west-end?timing=spread&time=night", "/west-end?time=night&timing=spread"),
    ("/west-end?TIMING=Spread", "/west-end?timing=spread"),
    ("/west-end?timing=start", "/west-end"),
    ("/?we.timing=spread", "/?we.timing=spread"),
    ("/?we.time=night&n=5", "/?n=5&we.time=night"),
    ("/?n=5&we.n=5", "/?n=5"),  # the view says nothing else
    ("/?nb.ward=west-end&syv.syv=under-18&we.days=sun,sat", "/?we.days=sat,sun&syv.syv=under-18&nb.ward=west-end"),
    ("/?time=night&we.time=all", "/?time=night&we.time=all"),
]


@pytest.mark.parametrize(("link", "canonical"), SAME_QUESTION)
def test_one_question_has_one_link(tiny: Release, link: str, canonical: str) -> None:
    read = read_link(link, tiny.choices)
    assert not read.notes
    assert write_link(read.selection, tiny.choices) == canonical
    assert read_link(canonical, tiny.choices).selection == read.selection


NONSENSE = [
    ("/somewhere", "/", "“/somewhere”"),
    ("/west-end?colour=red", "/west-end", "“colour”"),
    ("/west-end?we.time=night", "/west-end", "“we.time”"),
    ("/?xx.time=night", "/", "“xx.time”"),
    ("/west-end?ward=soho", "/west-end", "ward=“soho” was left out: there is no ward of that name"),
    ("/west-end?ward=westbourn", "/west-end", "did you mean westbourne"),
    ("/west-end?ward=soho,west-end", "/west-end?ward=west-end", "“soho”"),
    ("/west-end?lsoa=013g", "/west-end", "it is a small area (2021 census), which level=lsoa21 counts by"),
    ("/west-end?lsoa=E01035716", "/west-end", "it is a small area (2021 census), which level=lsoa21 counts by"),
    ("/west-end?level=lsoa21&lsoa=013e", "/west-end?level=lsoa21", "(2011 census), which level=lsoa counts by"),
    ("/west-end?lsoa=E01033597", "/west-end", "there is no small area (2011 census) of that name."),  # no code is near
    ("/west-end?time=25-30", "/west-end", "two hours like 22-04"),
    ("/west-end?time=5-5", "/west-end", "two hours"),
    ("/west-end?time=24-06", "/west-end", "two hours"),
    ("/west-end?n=0", "/west-end", "1 to 50"),
    ("/west-end?n=51", "/west-end", "1 to 50"),
    ("/west-end?n=٣", "/west-end", "1 to 50"),
    ("/west-end?from=2022-13", "/west-end", "2022-10"),
    ("/west-end?from=0001-01", "/west-end", "that old"),
    ("/west-end?from=2023-05&to=2023-01", "/west-end?from=2022-02&to=2023-01", "later than to="),
    ("/west-end?level=region", "/west-end", "lsoa, lsoa21, ward"),
    ("/west-end?dataset=ufos", "/west-end", "this release has offences"),
    ("/west-end?measure=guilt", "/west-end", "count"),
    ("/west-end?compare=yesterday", "/west-end", "previous, none"),
    ("/west-end?release=0009-ffffffff", "/west-end", "no such release"),
    ("/west-end?type=piracy", "/west-end", "no type of that name"),
    ("/west-end?timing=smeared", "/west-end", "start, spread"),
    ("/west-end?days=funday", "/west-end", "no day of that name"),
    ("/west-end?flag=knives", "/west-end", "no flag of that name; did you mean knife"),
    ("/west-end?flag=knife,hate", "/west-end?flag=knife", "flag=“hate” was left out"),  # no strand is known here
]


@pytest.mark.parametrize(("link", "canonical", "told"), NONSENSE)
def test_what_is_not_understood_is_left_out_and_told(tiny: Release, link: str, canonical: str, told: str) -> None:
    read = read_link(link, tiny.choices)
    assert write_link(read.selection, tiny.choices) == canonical
    assert any(told in note for note in read.notes), read.notes


def test_a_view_takes_the_shared_keys_and_its_own(tiny: Release) -> None:
    shared = read_link("/?time=night&n=5&we.time=all&syv.level=ward", tiny.choices).selection
    west_end = view_selection(shared, "we", tiny.choices).selection
    youth = view_selection(shared, "syv", tiny.choices).selection
    assert (west_end.page, west_end.time, west_end.n) == (Page.WEST_END, "all", 5)
    assert (youth.page, youth.time, youth.level) == (Page.YOUTH_VIOLENCE, "night", Level.WARD)
    assert tiny.choices.resolve(youth).syv is YouthViolence.ANY
    assert view_selection(shared, "nb", tiny.choices).selection.page is Page.NEIGHBOURHOODS


def test_notes_stay_few_and_short(tiny: Release) -> None:
    link = "/west-end?" + "&".join(f"key{number}={'x' * 500}" for number in range(200))
    notes = read_link(link, tiny.choices).notes
    assert len(notes) == 9
    assert all(len(note) < 200 for note in notes)


months = st.integers(month_number(2000, 1), month_number(2030, 12))
selections = st.builds(
    Selection,
    page=st.sampled_from(Page),
    type=st.sets(
        st.sampled_from(["robbery", "robbery-of-personal-property", "robbery-of-business-property", "theft"]),
        max_size=3,
    ).map(lambda names: tuple(sorted(names))),
    level=st.none() | st.sampled_from(PLACED),
    ward=st.sets(st.sampled_from(["E05013806", "E05013808", "E05013809"])).map(lambda codes: tuple(sorted(codes))),
    time=st.sampled_from(["all", "night", "day", "22-04", "06-24"]),
    days=st.sets(st.sampled_from(DAYS), max_size=6).map(lambda days: tuple(day for day in DAYS if day in days)),
    syv=st.none() | st.sampled_from(YouthViolence),
    measure=st.sampled_from(Measure),
    n=st.integers(1, 50),
    flag=st.sampled_from([(), ("knife",), ("injury", "knife")]),
    set=st.sampled_from(TopSet),
    show=st.sampled_from(Show),
    compare=st.sampled_from(["previous", "none", "2021-01"]),
)


@settings(max_examples=150)
@given(selection=selections, period=st.tuples(months, months).map(sorted))
def test_writing_and_reading_comes_round(tiny: Release, selection: Selection, period: list[int]) -> None:
    written = write_link(Selection(**{**vars(selection), "first": period[0], "last": period[1]}), tiny.choices)
    read = read_link(written, tiny.choices)
    assert not read.notes
    again = write_link(read.selection, tiny.choices)
    assert read_link(again, tiny.choices).selection == read.selection
    assert write_link(read_link(again, tiny.choices).selection, tiny.choices) == again


@settings(max_examples=300)
@given(text=st.text(max_size=200), keys=st.lists(st.tuples(st.text(max_size=12), st.text(max_size=30)), max_size=6))
def test_no_text_is_an_error(tiny: Release, text: str, keys: list[tuple[str, str]]) -> None:
    for link in (text, "/west-end?" + "&".join(f"{quote(key)}={quote(value)}" for key, value in keys)):
        read = read_link(link, tiny.choices)
        canonical = write_link(read.selection, tiny.choices)
        assert read_link(canonical, tiny.choices).selection == read.selection
