/** Covers lines that other tests of the modules do not reach: records at a limit. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";

test("a text that ends after a comma passes unchanged", async () => {
  const host = new FluentBitHost(await loadModule());
  for (const record of ['["DisableKey",', '["DisableKey", ', '{"a":["DisableKey",']) {
    assert.equal(host.filter("tag", record).outcome, "kept", record);
    assert.equal(host.filter("keep", record).outcome, "kept", record);
  }
});

/** Returns an OpenTelemetry event whose method is in nested lists, including the list of attributes. */
function inLists(lists: number): string {
  let value: unknown = { stringValue: "DisableKey" };
  for (; lists > 1; lists--) value = { arrayValue: { values: [value] } };
  const attributes = [
    { key: "rpc.service", value: { stringValue: "kms.amazonaws.com" } },
    { key: "rpc.method", value },
  ];
  return JSON.stringify({ attributes });
}

test("an attribute's value counts in eight nested lists, but not in nine", async () => {
  const host = new FluentBitHost(await loadModule());
  assert.equal(host.filter("tag", inLists(1)).outcome, "modified");
  assert.equal(host.filter("tag", inLists(8)).outcome, "modified");
  assert.equal(host.filter("tag", inLists(9)).outcome, "kept");
  assert.equal(host.filter("keep", inLists(9)).outcome, "kept");
});
