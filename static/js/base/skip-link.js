/** The link that skips to the plots. It moves the focus without changing the address, which belongs to the scenario. */

export function mountSkipLink() {
  const link = /** @type {HTMLAnchorElement|null} */ (document.querySelector(".skip-link")); // a frame has no skip link
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(link.hash.slice(1))?.focus();
  });
}
