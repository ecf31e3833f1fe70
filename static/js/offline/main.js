/** The page of a lesson file, in which nothing is loaded later. */

import { Lesson } from "../lessons/lesson.js";
import * as live from "../live.js";
import { start } from "../start.js";

await start(async () => live, ({ playhead }) => {
  const lesson = /** @type {HTMLElement|null} */ (document.querySelector(".lesson"));
  if (lesson) new Lesson(lesson, playhead);
});
