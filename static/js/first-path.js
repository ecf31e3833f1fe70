/** Records the time at which a trajectory is first visible: that of the poster, one animation frame after it was parsed. */

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
