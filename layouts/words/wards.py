"""Words of the page of the wards: how many recorded more, where a ward stands, what is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from dash import html

from data.attributes.people_tally import Share
from data.choices import WEST_END_WARDS
from data.links import write_link
from data.months import period_name
from data.place_words import whole_words
from data.selection import Selection
from data.two_counts import Verdict
from geo.pages.ward_page import WardPage
from geo.pages.ward_profile import WardProfile
from geo.phrases import first_capital, joined, number_word, subject
from geo.wording import short_of
from layouts.components import Children
from layouts.numbers import FEW, SMALL_BASE, THIN, change, count, share
from layouts.words.head import nothing_found, query_of, ways_wider
from layouts.words.moved import told_above
from layouts.words.where import before_name

VERDICT_STYLES: Final = {Verdict.HIGHER: "higher", Verdict.LOWER: "lower", Verdict.NOT_CLEAR: "same"}
ARROWS: Final = {Verdict.HIGHER: f"↑{THIN}", Verdict.LOWER: f"↓{THIN}"}


def headline(page: WardPage) -> str:
    """The finding about the wards, or about those chosen."""
    profiles, asked = page.profiles, page.wards
    if page.without_wards:
        return page.measured.headline
    if profiles.reason or asked.now is None or not asked.now.records:
        return asked.headline if not profiles.reason else profiles.reason.rstrip(".")
    if profiles.chosen:
        return chosen_headline(page)
    if page.measured is not asked:
        return page.measured.headline
    if any(ward.previous is None for ward in profiles.wards):
        return asked.headline
    return change_headline(page)


def change_headline(page: WardPage) -> str:
    """``15 of 18 wards recorded more offences than a year earlier; in eleven the rise is clear``."""
    wards = page.profiles.wards
    more = [ward for ward in wards if (ward.change or 0) > 0]
    fewer = [ward for ward in wards if (ward.change or 0) < 0]
    way, moved, verdict = ("more", more, Verdict.HIGHER) if len(more) >= len(fewer) else ("fewer", fewer, Verdict.LOWER)
    if not moved:
        return f"No ward recorded more or fewer {page.wards.dataset.noun} than {before_name(page.wards)}"
    clear = sum(ward.verdict is verdict for ward in moved)
    word = "rise" if way == "more" else "fall"
    told = f"in {spelled(clear)} the {word} is clear" if clear else f"in none is the {word} clear"
    told = f"in all the {word} is clear" if clear == len(moved) > 1 else told
    what = subject(page.wards.question)
    who = f"All {len(wards)} wards" if len(moved) == len(wards) else f"{len(moved)} of {len(wards)} wards"
    return f"{who} recorded {way} {what.removeprefix('recorded ')} than {before_name(page.wards)}; {told}"


def spelled(number: int) -> str:
    return {10: "ten", 11: "eleven", 12: "twelve"}.get(number, number_word(number))


def chosen_headline(page: WardPage) -> str:
    """``Church Street recorded 1,600 offences, 1.8% of the whole borough’s; rank 9 of 18``."""
    wards, all_wards = page.profiles.chosen, page.profiles.wards
    together, base = sum(ward.count for ward in wards), sum(ward.count for ward in all_wards)
    what = subject(page.wards.question).removeprefix("recorded ")
    told = f"{joined([ward.name for ward in wards])} recorded {counted(page, together, what)}"
    if base and together >= FEW:
        told += f", {share(together / base)} of those in {whole_words(page.wards.release.choices)}"
    if len(wards) == 1 and together >= FEW:
        told += f"; rank {wards[0].rank} of {len(all_wards)} wards"
    return told


def counted(page: WardPage, number: int, what: str) -> str:
    """``1 offence``, ``12 offences``."""
    noun = page.wards.dataset.noun
    one = noun.removesuffix("es") if noun.endswith("ches") else noun.removesuffix("s")
    return f"{count(number)} {what.replace(noun, one) if number == 1 else what}"


def said(page: WardPage) -> str:
    """The headline as a sentence with its period, for readers who cannot see that it changed."""
    question = page.wards.question
    return f"{headline(page)} ({period_name(question.first, question.last)})."


def stand(page: WardPage) -> list[Children]:
    """Beside the headline: who holds the rise, and the base of every share."""
    asked = page.wards
    if page.without_wards and asked.now is not None and asked.now.records:
        return [short_of(asked)]
    if page.profiles.reason:
        return ways_wider(page.profiles.answer)
    if asked.now is None or not asked.now.records:
        return [*nothing_found(asked), *ways_wider(asked)]
    return [*([] if page.profiles.chosen else west_end_part(page)), short_of(asked), *small_selection(page)]


def west_end_part(page: WardPage) -> list[Children]:
    """The two West End wards and the others; what each part added."""
    if any(ward.previous is None for ward in page.profiles.wards) or not page.profiles.wards:
        return []
    inside = [ward for ward in page.profiles.wards if ward.code in WEST_END_WARDS]
    others = [ward for ward in page.profiles.wards if ward.code not in WEST_END_WARDS]
    total, before = (sum(ward.count for ward in others), sum(ward.previous or 0 for ward in others))
    if not inside or before < SMALL_BASE:
        return []
    held = sum(ward.count for ward in inside) / (total + sum(ward.count for ward in inside))
    names = joined([ward.name for ward in reversed(inside)])
    told = change(abs(total - before) + before, before).lstrip("+")
    moved = "stayed the same" if total == before else f"{'rose' if total > before else 'fell'} by "
    return [
        f"{names} {'hold' if len(inside) > 1 else 'holds'} ",
        html.B(share(held, whole=True)),
        f"{'' if page.measured is page.wards else f' of the {page.wards.dataset.noun}'}. In the other {len(others)} wards together {page.wards.dataset.noun} {moved}",
        html.B(told if total != before else ""),
        ". ",
    ]


def small_selection(page: WardPage) -> list[Children]:
    """So few records that little can be told by ward: say so, with wider questions."""
    asked = page.wards
    if page.profiles.chosen or asked.located is None or asked.located >= FEW * len(asked.areas):
        return []
    ways = ways_wider(asked)
    return [" Few records: most wards have too few to compare. ", *ways] if ways else []


def left_out(page: WardPage) -> list[html.P]:
    """What of the link is not shown, and why."""
    told = told_above(page.profiles.answer)
    if page.too_many:
        names = joined([ward.name for ward in page.too_many])
        told.append(
            html.P(f"Three wards fit side by side: {names} {'is' if len(page.too_many) == 1 else 'are'} left out.")
        )
    return [*told, *elsewhere(page)]


def elsewhere(page: WardPage) -> list[html.P]:
    """Small areas of the link that lie in no ward shown, with the way to their ward."""
    choices, shown = page.wards.release.choices, {ward.code for ward in page.profiles.chosen}
    found = {area.code: area for areas in choices.areas.values() for area in areas if area.code in page.selection.lsoa}
    lost = [area for area in found.values() if area.ward not in shown]
    if not lost:
        return []
    names = {ward.code: ward.name for ward in page.profiles.wards}
    area = lost[0]
    text = f"{joined([one.name for one in lost])}: this page shows whole wards. "
    if area.ward not in names:
        return [html.P(text)]
    href = query_of(write_link(with_wards(page, (area.ward,)), choices))
    return [html.P([text, html.A(f"Show {names[area.ward]}", href=href)])]


def with_wards(page: WardPage, wards: Iterable[str]) -> Selection:
    """The page's question with these wards chosen and no small area."""
    return replace(page.selection, ward=tuple(sorted(wards)), lsoa=())


def toggled(page: WardPage, code: str) -> str:
    """The query after a ward was chosen, or given up if it was."""
    choices = page.profiles.answer.release.choices
    return query_of(write_link(with_wards(page, set(page.selection.ward) ^ {code}), choices))


def place_of_ward(page: WardPage, ward: WardProfile) -> list[Children]:
    """``1,600 offences, 1.8% of those with a known ward; rank 9 of 18; 1,511 a year earlier: no clear change``."""
    what = subject(page.wards.question)
    if not ward.count:
        return [html.B("None"), f": no {what} here, which is a count of zero. ", *ways_wider(page.profiles.answer)]
    number, _, noun = counted(page, ward.count, what).partition(" ")
    told: list[Children] = [html.B(number), f" {noun}"]
    if ward.share is not None and ward.count >= FEW:
        told.append(f", {share(ward.share)} of those with a known ward")
    rank = f"; rank {ward.rank} of {len(page.profiles.wards)}" if ward.count >= FEW else ""
    told += [f"{rank}. ", *changed(page, ward)]
    if ward.count < FEW:
        told += [" So few say little. ", *ways_wider(page.profiles.answer)]
    return told


def changed(page: WardPage, ward: WardProfile) -> list[Children]:
    """The earlier count and what the difference amounts to."""
    if ward.previous is None:
        return [ward.missing.get("previous", "There is no earlier period to compare with.")]
    told: list[Children] = [f"{first_capital(before_name(page.wards))}: {count(ward.previous)}. "]
    if ward.verdict is None:
        return told
    size = "" if ward.previous < SMALL_BASE else f", {change(ward.count, ward.previous)}"
    words = html.Span(f"{ARROWS.get(ward.verdict, '')}{ward.verdict}", className=f"n {VERDICT_STYLES[ward.verdict]}")
    why = ": a difference of this size can be chance." if ward.verdict is Verdict.NOT_CLEAR else "."
    return [*told, words, f"{size}{why}"]


def part_of(known: Share | None) -> str:
    """``59.0% (571 of 967 with a known home)``."""
    if known is None or known.share is None:
        return "not known"
    return f"{share(known.share)} ({count(known.value)} of {count(known.base)} with a known home)"


def short_name(name: str) -> str:
    """``Youth violence (under 18)``, ``Business crime``: the names of features where there is little room."""
    plain = name.replace("Serious youth violence (victim or suspect ", "Youth violence (")
    return first_capital(plain.removeprefix("Offences flagged as "))
