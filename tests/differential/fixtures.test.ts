import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module.js";
import { fixtures, MODULE_PATH } from "../oracle/project.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

interface Annotated {
  keyward: { matches: number; events: { path: string }[] };
}

describe("the module on the fixtures", () => {
  for (const { where, matches, paths, bytes } of fixtures()) {
    it(`${matches ? "tags" : "leaves"} ${where}`, async () => {
      const host = new FilterHost(await compileModule(MODULE_PATH));
      const tagged = host.filter("tag", bytes);
      assert.equal(tagged.outcome, matches ? "modified" : "kept");
      assert.equal(host.filter("keep", bytes).outcome, matches ? "modified" : "dropped");
      if (tagged.outcome === "modified") {
        const { keyward } = JSON.parse(Buffer.from(tagged.record).toString()) as Annotated;
        assert.deepEqual(
          keyward.events.map(({ path }) => path),
          paths,
        );
        assert.equal(keyward.matches, paths.length);
      }
      assert.equal(tellDisagreement(host, bytes, where), undefined);
    });
  }
});
