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

test("a region of the surface is answered with all of it", async () => {
  keep({ "api/v1/surface?saddle&cells=0": '{"region": "all"}', "api/v1/surface?saddle&region=0,1,0,1&cells=0": '{"region": "own"}' });
  const answered = async (region) => (await send(`api/v1/surface?saddle&region=${region}&cells=0`)).json();
  assert.deepEqual(await answered("-1,1,-1,1"), { region: "all" });
  assert.deepEqual(await answered("0,1,0,1"), { region: "own" });
  assert.equal((await send("api/v1/surface?ellipse&region=0,1,0,1&cells=0")).status, 501);
});

test("the verdict on another scenario is the engine's, or says that it needs the server", async () => {
  const asked = [];
  for (const [findings, words] of [[null, /needs the server/], [{ verdict_parts: [{ text: "so", kind: "text" }] }, /^so$/]]) {
    computeWith({ stream: () => null, verdict: (query) => asked.push(query) && findings });
    const response = await send("api/v1/verdict?start=B,1,2");
    assert.ok(response.ok);
    const answer = await response.json();
    assert.match(answer.verdict_parts[0].text, words);
    assert.deepEqual([answer.theory, answer.notes], [[], []]);
  }
  assert.deepEqual(asked, ["start=B,1,2", "start=B,1,2"]);
});

test("a question that is no longer of interest has no answer", async () => {
  await assert.rejects(send("catalog.json", { signal: AbortSignal.abort() }), { name: "AbortError" });
});
