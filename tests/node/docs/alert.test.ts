/** docs/how-to/alert.md: its alert is what the module returns, its table has every member, and it names every example. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { modulePath } from "#keyward/hosts/module-kinds.js";
import { instantiateModule } from "#keyward/module.js";
import { compileSync } from "#keyward/module-files.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { pageText } from "../support/docs.js";

const TEXT = pageText("how-to/alert");
const EXAMPLES = join(PROJECT_ROOT, "examples", "fluent-bit");

/** The alerts of the examples' own input, in its order. */
function alerts(): Record<string, unknown>[] {
  const host = new FluentBitHost(instantiateModule(compileSync(modulePath("alert"))));
  const lines = readFileSync(join(EXAMPLES, "cloudtrail.ndjson"), "utf8").trimEnd().split("\n");
  return lines.flatMap((line) => {
    const result = host.filter("alert", line);
    if (result.outcome !== "modified") return [];
    return [JSON.parse(Buffer.from(result.record).toString()) as Record<string, unknown>];
  });
}

describe("docs/how-to/alert.md", () => {
  it("shows an alert as it is", () => {
    const shown = JSON.parse(/```json\n([^]*?)```/.exec(TEXT)?.[1] ?? "") as Record<string, unknown>;
    const alert = alerts().find(({ dedup_key: key }) => key === shown.dedup_key);
    assert.ok(alert !== undefined, "no alert has that key");
    assert.deepEqual({ ...shown, keyward: alert.keyward }, alert);
    assert.deepEqual(Object.keys(shown), Object.keys(alert));
  });

  it("has every member in its table", () => {
    const section = TEXT.split("\n## ").find((part) => part.startsWith("The members\n")) ?? "";
    const rows = [...section.matchAll(/^\| (`.*?) \|/gm)].map(([, cell = ""]) => cell);
    const named = new Set(rows.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name)));
    const there = new Set([...alerts().flatMap((alert) => Object.keys(alert)), "others"]);
    assert.deepEqual([...named].sort(), [...there].sort());
  });

  it("names every example, and none that is not there", () => {
    const named = new Set([...TEXT.matchAll(/`((?:alert-|canary)[\w./-]+)`/g)].map(([, name = ""]) => name));
    for (const name of named) {
      const isThere = [EXAMPLES, join(PROJECT_ROOT, "tests", "emulators")].some((folder) =>
        existsSync(join(folder, name)),
      );
      assert.ok(isThere, name);
    }
    const files = readdirSync(EXAMPLES).filter((name) => /^(alert-|canary).*\.yaml$/.test(name));
    assert.ok(files.length >= 7);
    for (const name of files) assert.ok(named.has(name), name);
  });
});
