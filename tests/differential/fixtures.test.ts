import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost, loadModule } from "keyward";
import { fixtures, MODULE_PATH } from "../oracle/project.js";
import { tellDisagreement } from "./compare.js";

interface Annotated {
  keyward: { matches: number; events: { path: string }[] };
}

describe("the module on the fixtures", () => {
  for (const { where, matches, paths, bytes } of fixtures()) {
    it(`${matches ? "tags" : "leaves"} ${where}`, async () => {
      const host = new FluentBitHost(await loadModule(MODULE_PATH));
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
