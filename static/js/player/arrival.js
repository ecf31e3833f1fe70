/**
 * Plays the runs once when the page has opened: as soon as the reader moves the pointer or scrolls, otherwise after the time that
 * reading the verdict takes, from which motion would draw the eye away. The poster shows the finished paths before any script
 * runs; they stay, pale, below the paths that are drawn over them, so that nothing disappears. Whatever the reader does ends it,
 * or keeps it from beginning: the player's own controls end it where they are, anything else at the end.
 */

const OWN = ".timeline"; // what moves through the run itself
const READING = 4000; // ms
const PRESENT = ["pointermove", "wheel", "scroll"];
const ACTS = ["pointerdown", "keydown"];

/** @returns {Promise<boolean>} resolved at the first event of the reader: whether that was no act, so that the runs may play */
export function attention() {
  return new Promise((resolve) => {
    const heard = (/** @type {Event} */ { type }) => {
      for (const kind of [...PRESENT, ...ACTS]) document.removeEventListener(kind, heard, true);
      resolve(PRESENT.includes(type));
    };
    for (const kind of [...PRESENT, ...ACTS]) document.addEventListener(kind, heard, { capture: true, passive: true });
  });
}

/** @param {Promise<boolean>} attended @returns {Promise<boolean>} whether the runs may play, as soon as that is known */
export function welcomed(attended) {
  return Promise.race([attended, new Promise((resolve) => setTimeout(() => resolve(true), READING))]);
}

/**
 * @param {import("./playhead.js").Playhead} playhead
 * @param {(shown: boolean) => void} showGhost show the finished paths, pale, or hide them
 */
export function arrive(playhead, showGhost) {
  const interrupt = (/** @type {Event} */ event) => {
    const isOwn = event instanceof KeyboardEvent && event.key === " " || /** @type {Element} */ (event.target).closest?.(OWN);
    if (!isOwn) playhead.settle();
  };
  for (const kind of ACTS) document.addEventListener(kind, interrupt, true);
  showGhost(true);
  playhead.arrive(() => {
    for (const kind of ACTS) document.removeEventListener(kind, interrupt, true);
    showGhost(false);
  });
}
