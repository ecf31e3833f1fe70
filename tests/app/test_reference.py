"""The reference page: every optimizer and surface is on it, with all that is known of it, and it is light."""

from functools import cache

import brotli
import pytest

from app.catalog import OWN, anchor_of
from optimizers import OPTIMIZERS, SURFACES, Scenario
from optimizers.query.registry import OPTIMIZER_NAMES, SURFACE_NAMES
from optimizers.rules import GROUPS as RULE_GROUPS
from optimizers.surfaces import GROUPS as SURFACE_GROUPS
from optimizers.tell.checked import checks_of, sentence
from tests.answers import client
from tests.markup import Element, elements, links

CLIENT = client()
ENTRIES = [("optimizers", name) for name in OPTIMIZER_NAMES] + [("surfaces", name) for name in SURFACE_NAMES]
HEAVIEST = 150_000  # bytes, compressed


@cache
def page() -> str:
    response = CLIENT.get("/reference")
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    return response.text


@cache
def articles() -> dict[str, Element]:
    """Return the entries by their address on the page."""
    return {one.attributes["aria-labelledby"]: one for one in elements(page()) if one.tag == "article"}


def within(anchor: str) -> str:
    """Return the HTML of an entry."""
    return page().split(f'aria-labelledby="{anchor}">', 1)[1].split("</article>", 1)[0]


def test_every_entry_is_there_in_the_order_of_the_menus() -> None:
    assert list(articles()) == [anchor_of(kind, name) for kind, name in ENTRIES]  # type: ignore[arg-type]  # kind is a str here
    marked = [one.attributes["id"] for one in elements(page()) if "id" in one.attributes]
    assert len(set(marked)) == len(marked)
    assert set(articles()) <= set(marked)


def test_the_contents_lead_to_every_entry_and_every_group() -> None:
    marked = {one.attributes.get("id") for one in elements(page())}
    inner = [one.attributes["href"][1:] for one in elements(page()) if one.attributes.get("href", "").startswith("#")]
    assert set(inner) <= marked
    assert set(articles()) <= set(inner)
    headings = [one.text for one in elements(page()) if one.tag == "h2" and "reference-group" in one.classes]
    for kind, groups in (("Optimizers", RULE_GROUPS), ("Surfaces", SURFACE_GROUPS)):
        for title, group in groups.items():
            heading = f"{kind}: {title[:1].lower()}{title[1:]}"
            assert (heading in headings) == bool(group)
    assert OWN not in RULE_GROUPS


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_all_that_is_known_of_an_optimizer_is_said(name: str) -> None:
    rule, text, html = OPTIMIZERS[name], articles()[name].text, within(name)
    for said in (rule.title, rule.summary, rule.variant, rule.degenerate, rule.source.title, *rule.also):
        assert said in text
    assert rule.source.url in [one.attributes.get("href") for one in elements(html)]
    assert html.count("<math") >= 1 + len([p for p in rule.parameters if p.scale not in ("switch", "choice")])
    for parameter in rule.parameters:
        assert all(said in text for said in (parameter.name, parameter.meaning, parameter.allowed))
    checks = checks_of("optimizers", name)
    assert checks
    assert all(sentence(check) in text for check in checks)


@pytest.mark.parametrize("name", SURFACES)
def test_all_that_is_known_of_a_surface_is_said(name: str) -> None:
    surface, text = SURFACES[name], articles()[anchor_of("surfaces", name)].text
    remark = surface.landmarks(surface.defaults()).remark
    for said in (surface.title, surface.summary, surface.source, remark, *surface.also):
        assert said in text
    for parameter in surface.parameters:
        assert all(said in text for said in (parameter.name, parameter.meaning, parameter.allowed))
    checks = checks_of("surfaces", name)
    assert checks
    assert all(sentence(check) in text for check in checks)


def test_the_points_of_a_surface_are_listed() -> None:
    text = articles()["himmelblau"].text
    assert "Domain: x from −5 to 5, y from −5 to 5." in text
    assert "Minima: (−3.7793, −3.2832), f = 0; " in text
    assert "Saddle points: (3.3852, 0.073852), f = 13.312; " in text
    assert "Maximum: (−0.27084, −0.92304), f = 181.62." in text
    assert "with the default parameters" not in text
    assert "Saddle point with the default parameters: (0, 0), f = 0." in articles()["saddle"].text


def test_each_picture_is_loaded_late_and_leads_to_its_scenario() -> None:
    pictures = [one for one in elements(page()) if one.tag == "img"]
    assert len(pictures) == len(ENTRIES)
    leading = [one.attributes["href"] for one in elements(page()) if "reference-picture" in one.classes]
    for picture, href, (_, name) in zip(pictures, leading, ENTRIES, strict=True):
        assert picture.attributes["loading"] == "lazy"
        assert picture.attributes["src"] == f"./poster.svg{href.removeprefix('./')}&layout=overlay"
        scenario = Scenario.from_query(href.removeprefix("./?"))
        assert name in (scenario.surface.name, *(choice.name for choice in scenario.optimizers))
        assert picture.attributes["alt"]
    drawn = CLIENT.get(pictures[-1].attributes["src"])
    size = [f'{name}="{pictures[-1].attributes[name]}' for name in ("width", "height")]
    assert drawn.status_code == 200
    assert size[0] in drawn.text


def test_it_is_light_and_kept() -> None:
    assert len(brotli.compress(page().encode(), quality=5)) <= HEAVIEST
    first = CLIENT.get("/reference")
    assert first.headers["etag"]
    again = CLIENT.get("/reference", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


def test_links_are_relative() -> None:
    foreign = {link for link in links(page()) if "://" in link}
    assert foreign == {rule.source.url for rule in OPTIMIZERS.values()}
