/**
 * A part of a picture on a canvas of its own, which is kept until something in it changes.
 *
 * @typedef {{canvas: HTMLCanvasElement, signature: string}} Layer
 */

/** @returns {Layer} nothing is drawn yet */
export const layer = () => ({ canvas: document.createElement("canvas"), signature: "" });

/**
 * @param {Layer} one
 * @param {unknown} shown everything that determines the picture
 * @param {{width: number, height: number}} size in pixels of the canvas
 * @param {(context: CanvasRenderingContext2D) => void} draw called if something has changed, with an empty canvas
 * @returns {HTMLCanvasElement} with the picture
 */
export function drawn(one, shown, size, draw) {
  const signature = JSON.stringify(shown);
  if (signature !== one.signature) {
    one.signature = signature;
    Object.assign(one.canvas, size); // also clears it
    draw(/** @type {CanvasRenderingContext2D} */ (one.canvas.getContext("2d")));
  }
  return one.canvas;
}
