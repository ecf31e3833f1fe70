import assert from "node:assert/strict";
import { test } from "node:test";
import { keep } from "../../../static/js/offline/answers.js";
import { computeWith, send, sendNow } from "../../../static/js/offline/send.js";

keep({ "api/v1/verdict?start=数,1,2": '{"verdict": "so"}', "catalog.json": "{}" });

test("what the file holds is an answer, whatever the root, and however the address is written", async () => {
  for (const root of ["", "https://example.org/paths/"]) {
    for (const start of ["数", encodeURIComponent("数")]) {
      const response = await send(`${root}api/v1/verdict?start=${start},1,2`);
      assert.ok(response.ok);
      assert.deepEqual(await response.json(), { verdict: "so" });
    }
  }
});

test("anything else is a problem that the page does not ask for again", async () => {
  for (const address of ["api/v1/steps/0/0/1?start=B,1,2", "api/v1/trajectories?start=%E0", "export.csv"]) {
    const response = await send(address);
    assert.equal(response.status, 501);
    assert.match((await response.json()).detail, /needs the server/);
    assert.equal(sendNow(address), null);
  }
});

test("what the file does not hold is computed: runs, and what is known of a surface", async () => {
  computeWith({ stream: (query) => `runs of ${query}`, surface: (asked) => asked.startsWith("surface=saddle") ? `known of ${asked}` : null });
  assert.equal(await (await send("https://example.org/api/v1/trajectories?surface=saddle&precision=f4")).text(), "runs of surface=saddle&precision=f4");
  assert.equal(await (await send("api/v1/surface?surface=saddle&region=0,1,0,1&cells=0")).text(), "known of surface=saddle&region=0,1,0,1&cells=0");
  assert.equal((await send("api/v1/surface?surface=ellipse&cells=0")).status, 501);
});

test("the verdict on another scenario is the engine's, or says that it needs the server", async () => {
  const asked = [];
  for (const [findings, words] of [[null, /needs the server/], [{ verdict_parts: [{ text: "so", kind: "text" }] }, /^so$/]]) {
    computeWith({ stream: () => null, verdict: (query) => asked.push(query) && findings, marks: (query) => [query] });
    const response = await send("api/v1/verdict?start=B,1,2");
    assert.ok(response.ok);
    const answer = await response.json();
    assert.match(answer.verdict_parts[0].text, words);
    assert.deepEqual([answer.theory, answer.notes], [["start=B,1,2"], []]);
  }
  assert.deepEqual(asked, ["start=B,1,2", "start=B,1,2"]);
});

test("a question that is no longer of interest has no answer", async () => {
  await assert.rejects(send("catalog.json", { signal: AbortSignal.abort() }), { name: "AbortError" });
});
