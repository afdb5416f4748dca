import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../oracle/project.js";

/**
 * Holds a text against the file of that name in tests/fixtures/scan. `KEYWARD_GOLDEN=write npm test -- scan` writes the
 * files anew, for a change that is meant: to be looked at before it is committed.
 */
export function assertGolden(name: string, text: string): void {
  const path = join(PROJECT_ROOT, "tests", "fixtures", "scan", name);
  if (process.env.KEYWARD_GOLDEN === "write") writeFileSync(path, text);
  assert.equal(text, readFileSync(path, "utf8"), `${name}: as recorded`);
}
