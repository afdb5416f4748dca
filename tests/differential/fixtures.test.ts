import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost, loadModule } from "keyward";
import { fixtures, MODULE_PATH } from "../oracle/project.js";
import { tellDisagreement } from "./compare.js";

describe("the module on the fixtures", () => {
  for (const { where, matches, bytes } of fixtures()) {
    it(`${matches ? "tags" : "leaves"} ${where}`, async () => {
      const host = new FluentBitHost(await loadModule(MODULE_PATH));
      assert.equal(host.filter("tag", bytes).outcome, matches ? "modified" : "kept");
      assert.equal(host.filter("keep", bytes).outcome, matches ? "modified" : "dropped");
      assert.equal(tellDisagreement(host, bytes, where), undefined);
    });
  }
});
