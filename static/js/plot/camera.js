/**
 * Where the 3-D view is seen from. Pure.
 *
 * @typedef {{azimuth: number, elevation: number, distance: number}} Camera angles in radians; distance in units of the scene
 */

/** @type {Camera} */
const FIRST = { azimuth: -1.95, elevation: 0.9, distance: 1.95 };
const WIDE = 1.45; // width over height of a scene that shows the whole surface from this distance

/** @param {Camera} camera @returns {{eye: {x: number, y: number, z: number}, up: object, center: object}} as Plotly has it */
export function cameraOf({ azimuth, elevation, distance }) {
  const flat = distance * Math.cos(elevation);
  return {
    eye: { x: flat * Math.cos(azimuth), y: flat * Math.sin(azimuth), z: distance * Math.sin(elevation) },
    up: { x: 0, y: 0, z: 1 },
    center: { x: 0, y: 0, z: -0.14 },
  };
}

/** @param {{width: number, height: number}} size of the scene in px @returns {Camera} that shows the whole surface at first */
export function firstCamera({ width, height }) {
  return { ...FIRST, distance: FIRST.distance * Math.max(1, (WIDE * height) / width) };
}

/** @param {{eye: {x: number, y: number, z: number}}} camera of Plotly @returns {Camera} */
export function readCamera({ eye: { x, y, z } }) {
  return { azimuth: Math.atan2(y, x), elevation: Math.atan2(z, Math.hypot(x, y)), distance: Math.hypot(x, y, z) };
}

/**
 * @param {Camera} camera
 * @param {string} key
 * @returns {Camera|null} after a key, null for a key that does nothing
 */
export function turned(camera, key) {
  const { azimuth, elevation, distance } = camera;
  const turn = Math.PI / 24;
  const most = Math.PI / 2 - 0.01; // straight from above the direction of up would be lost
  const limited = (/** @type {number} */ angle) => Math.min(Math.max(angle, -most), most);
  const nearer = (/** @type {number} */ factor) => ({ ...camera, distance: Math.min(Math.max(distance * factor, 0.4), 6) });
  switch (key) {
    case "ArrowLeft": return { ...camera, azimuth: azimuth - turn };
    case "ArrowRight": return { ...camera, azimuth: azimuth + turn };
    case "ArrowUp": return { ...camera, elevation: limited(elevation + turn) };
    case "ArrowDown": return { ...camera, elevation: limited(elevation - turn) };
    case "+": case "=": return nearer(0.8);
    case "-": case "_": case "−": return nearer(1.25);
    default: return null;
  }
}
