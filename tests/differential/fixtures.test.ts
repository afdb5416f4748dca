import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileModule } from "#keyward/module-files.js";
import { fixtures, MODULE_PATH } from "../oracle/project.js";
import { judge } from "../oracle/rule.js";
import { tellDisagreement } from "./compare.js";
import { FilterHost } from "./filter-host.js";

interface Annotated {
  keyward: { matches: number; events: { path: string; verdict: string }[] };
}

function pathsOf(events: Annotated["keyward"]["events"], wanted: string): string[] {
  return events.filter(({ verdict }) => verdict === wanted).map(({ path }) => path);
}

describe("the module on the fixtures", () => {
  for (const { where, matches, paths, possible, bytes } of fixtures()) {
    it(`${matches ? "tags" : "leaves"} ${where}`, async () => {
      const host = new FilterHost(await compileModule(MODULE_PATH));
      const tagged = host.filter("tag", bytes);
      const isListed = matches || possible.length > 0;
      assert.equal(tagged.outcome, isListed ? "modified" : "kept");
      const unlisted = judge(bytes).isKept ? "kept" : "dropped";
      assert.equal(host.filter("keep", bytes).outcome, isListed ? "modified" : unlisted);
      if (tagged.outcome === "modified") {
        const { keyward } = JSON.parse(Buffer.from(tagged.record).toString()) as Annotated;
        assert.deepEqual(pathsOf(keyward.events, "match"), paths);
        if (!matches) assert.deepEqual(pathsOf(keyward.events, "possible"), possible);
        assert.equal(keyward.matches, paths.length);
      }
      assert.equal(tellDisagreement(host, bytes, where), undefined);
    });
  }
});
