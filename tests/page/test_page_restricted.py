"""The page in a browser that translates it, and that forbids storage and workers."""

from playwright.sync_api import BrowserContext, expect

from tests.page_helpers import card, computing, loss, ready, visit_light

FORBIDDEN = """
for (const name of ["localStorage", "sessionStorage", "indexedDB"])
    Object.defineProperty(window, name, {get() { throw new DOMException("forbidden", "SecurityError"); }});
window.Worker = class { constructor() { throw new DOMException("forbidden", "SecurityError"); } };
"""
TRANSLATE = """() => {
    const translated = new WeakSet();
    const translate = (root) => {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        const texts = [];
        while (walker.nextNode()) texts.push(walker.currentNode);
        if (root.nodeType === Node.TEXT_NODE) texts.push(root);
        for (const text of texts) {
            const parent = text.parentElement;
            if (!parent || !text.data.trim() || translated.has(parent)) continue;
            if (parent.closest("script, style, svg, [translate=no]")) continue;
            const words = `«${text.data}»`;
            if (parent.localName === "option") {
                translated.add(parent);
                parent.textContent = words;
                continue;
            }
            const font = document.createElement("font");
            font.textContent = words;
            translated.add(font);
            text.replaceWith(font);
        }
    };
    translate(document.body);
    const observer = new MutationObserver((records) => {
        for (const {addedNodes} of records) for (const node of addedNodes) translate(node);
    });
    observer.observe(document.body, {childList: true, subtree: true});
}"""
"""Puts other words, in an element of their own, wherever there are words, as translators in browsers do."""
LONG = "steps=3000&step=7"  # so many points that a worker would compute them


def test_a_translated_page_without_storage_and_workers_works(context: BrowserContext) -> None:
    context.add_init_script(FORBIDDEN)
    page = context.new_page()
    visit_light(page, LONG)
    ready(page)
    page.evaluate(TRANSLATE)
    computing(page)
    expect(page.locator(".check-mark")).to_have_text("«Checked against the server: equal»")
    before = loss(page, "«SGD»« A»")
    slider = card(page, 0).get_by_role("slider").first
    menu = page.locator(".why-run select")
    menu.select_option("3")
    chosen = menu.locator("option:checked").text_content()
    caption = page.locator(".caption font").element_handle()
    for _ in range(25):
        slider.press("ArrowRight")
    expect(page.locator(".score-table tbody tr").first.locator("td").first).not_to_have_text(before)
    assert caption.is_visible(), "a text that has not changed stays translated"
    expect(page.locator(".verdict:not(.is-stale)")).to_be_visible()
    expect(page.locator(".why:not(.is-stale)")).to_be_visible()
    page.get_by_role("button", name="Remove start A").click()
    expect(menu.locator("option")).to_have_count(4)
    assert menu.locator("option:checked").text_content() == chosen, "the same run, at another place"
    assert page.locator(".formula font").count() == 0
