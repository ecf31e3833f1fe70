/**
 * Plays the runs once when the page opens. The poster shows the finished paths before any script runs; they stay, pale, below
 * the paths that are drawn over them, so that nothing disappears. Whatever the reader does ends it: the player's own controls
 * where they are, anything else at the end.
 */

const OWN = ".timeline"; // what moves through the run itself

/**
 * @param {import("./playhead.js").Playhead} playhead
 * @param {(shown: boolean) => void} showGhost show the finished paths, pale, or hide them
 */
export function arrive(playhead, showGhost) {
  const interrupt = (/** @type {Event} */ event) => {
    const isOwn = event instanceof KeyboardEvent && event.key === " " || /** @type {Element} */ (event.target).closest?.(OWN);
    if (!isOwn) playhead.settle();
  };
  const kinds = ["pointerdown", "keydown"];
  for (const kind of kinds) document.addEventListener(kind, interrupt, true);
  showGhost(true);
  playhead.arrive(() => {
    for (const kind of kinds) document.removeEventListener(kind, interrupt, true);
    showGhost(false);
  });
}
