/** The button that switches between the light theme, the dark theme and the theme of the system; the color map goes with it. */

import { element } from "../base/dom.js";

const NEXT = /** @type {const} */ ({ auto: "light", light: "dark", dark: "auto" });

/**
 * Subscribe it before the views that read colors, because it applies the theme.
 * @param {HTMLButtonElement} button
 * @param {import("../state/store.js").Store} store
 */
export function mountThemeButton(button, store) {
  const show = () => {
    const { theme } = store.state;
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.colormap = store.state.colormap;
    const text = `Theme: ${theme}`;
    button.replaceChildren(element("span", { className: "theme-text" }, text)); // hidden where the bar shows an icon
    button.title = text;
  };
  button.disabled = false;
  button.addEventListener("click", () => store.dispatch({ type: "setTheme", theme: NEXT[store.state.theme] }));
  store.subscribe(show);
  show();
}
