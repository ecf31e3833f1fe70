/** The link that skips what stands before the plots: it moves the focus, and leaves the address to the scenario. */

export function mountSkipLink() {
  const link = /** @type {HTMLAnchorElement|null} */ (document.querySelector(".skip-link")); // a frame has none
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById(link.hash.slice(1))?.focus();
  });
}
