/** Records when a trajectory is first visible: one animation frame after the poster was parsed. */

/** Records the time once the animation frame with the poster has been handed to the compositor. */
function recordFirstPath() {
  requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => performance.mark("first-path");
    channel.port2.postMessage(null);
  });
}

if (document.querySelector(".plot-svg .path")) {
  recordFirstPath();
} else {
  // This script may run before the parser has reached the poster.
  new MutationObserver((_, observer) => {
    if (!document.querySelector(".plot-svg .path")) return;
    observer.disconnect();
    recordFirstPath();
  }).observe(document, { childList: true, subtree: true });
}
