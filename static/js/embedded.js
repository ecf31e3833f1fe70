/**
 * The page in a frame: the controls at once, and what draws, computes and explains the runs when the reader turns to it. A course
 * page may have many frames, most of which are only looked at.
 */

import { start } from "./start.js";

await start(() => import("./live.js"));
