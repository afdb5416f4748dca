import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../oracle/project.js";

/**
 * `KEYWARD_GOLDEN=write npm test -- <text>` writes anew what is recorded of outputs, for a change that is meant: to be looked at
 * before it is committed.
 */
export const isWriting = process.env.KEYWARD_GOLDEN === "write";

/** Holds a text against a file of tests/fixtures, or writes that. */
export function assertGolden(file: string, text: string): void {
  const path = join(PROJECT_ROOT, "tests", "fixtures", file);
  if (isWriting) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, "utf8"), `${file}: as recorded`);
}
