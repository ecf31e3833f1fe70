/** The one module through which the page asks its server. A lesson file has static/js/offline/send.js instead. */

/**
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<Response>}
 */
export const send = (address, options) => fetch(address, options);

/**
 * Asks for a picture and waits for it, for an event that leaves no other time.
 * @param {string} address
 * @returns {Element|null} null without an answer
 */
export function sendNow(address) {
  try {
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    request.send();
    return request.status === 200 ? request.responseXML?.documentElement ?? null : null;
  } catch {
    return null;
  }
}
