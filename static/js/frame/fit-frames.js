/**
 * For pages that show lesson files in frames, such as the pages of a book: each frame marked data-fit becomes as high as what it shows.
 * It imports nothing and leaves no name behind, because pages of books load it beside scripts of their own.
 */

addEventListener("message", ({ source, data }) => {
  const LEAST = 120; // px, whatever a frame sends
  const MOST = 8000;
  if (data?.from !== "optimizer-trajectories" || data.event !== "height" || !(data.height > 0)) return;
  for (const frame of /** @type {NodeListOf<HTMLIFrameElement>} */ (document.querySelectorAll("iframe[data-fit]"))) {
    if (frame.contentWindow === source) frame.height = String(Math.min(Math.max(Math.ceil(data.height), LEAST), MOST));
  }
});
