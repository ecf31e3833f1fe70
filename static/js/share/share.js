/** The dialog for sharing a picture: its link, a frame for course material, a file that needs no server, and other files. */

import { element } from "../base/dom.js";
import { ShareEmbed } from "./share-embed.js";
import { ShareExport } from "./share-export.js";
import { ShareLink } from "./share-link.js";
import { ShareOffline } from "./share-offline.js";
import { pictureName, pictureQuery } from "./share-text.js";
import { Tabs } from "../base/tabs.js";

/** @typedef {import("../base/types.js").Choices} Choices */

class Share {
  /**
   * @param {import("../state/store.js").Store} store
   * @param {string} root address of the root of the app
   * @param {Choices} choices
   * @param {() => void} present starts the presenter's view
   */
  constructor(store, root, choices, present) {
    this.store = store;
    this.root = root;
    this.link = new ShareLink(() => {
      this.dialog.close();
      present();
    });
    this.embed = new ShareEmbed(choices);
    this.offline = new ShareOffline(() => this.embed.form.frame.embed);
    this.exports = new ShareExport();
    this.parts = { link: this.link, embed: this.embed, offline: this.offline, export: this.exports };
    this.tabs = new Tabs("Share", [
      { name: "link", title: "Link", body: this.link.root },
      { name: "embed", title: "Embed", body: this.embed.root },
      { name: "offline", title: "Offline file", body: this.offline.root },
      { name: "export", title: "Export & cite", body: this.exports.root },
    ], (name) => this.#show(name));
    const close = element("button", { type: "button", className: "icon-button", "aria-label": "Close" }, "×");
    close.addEventListener("click", () => this.dialog.close());
    this.dialog = element("dialog", { className: "share dialog", "aria-label": "Share" },
      element("div", { className: "share-header" }, this.tabs.list, close), ...this.tabs.bodies);
    this.dialog.addEventListener("click", (event) => {
      if (event.target === this.dialog) this.dialog.close(); // a click beside it: its children cover its whole inside
    });
    this.dialog.addEventListener("close", () => {
      this.embed.rest();
      this.exports.video.stop();
    });
    document.body.append(this.dialog);
  }

  open() {
    this.dialog.showModal();
    this.tabs.show("link");
    this.tabs.tabs[0].focus();
  }

  /** @param {string} name */
  #show(name) {
    if (name !== "embed") this.embed.rest();
    const { state, catalog } = this.store;
    const base = new URL(this.root, location.href).href;
    const query = pictureQuery(state, catalog);
    const part = this.parts[/** @type {keyof Share["parts"]} */ (name)];
    part.update({ state, catalog, root: this.root, base, query, name: pictureName(state, catalog) });
  }
}

/** @type {Share|null} */
let share = null;

/**
 * @param {import("../state/store.js").Store} store
 * @param {string} root
 * @param {Choices} choices
 * @param {() => void} present starts the presenter's view
 */
export function openShare(store, root, choices, present) {
  share ??= new Share(store, root, choices, present);
  share.open();
}
