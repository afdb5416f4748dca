import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../oracle/project.js";

/**
 * `KEYWARD_GOLDEN=write npm test -- <text>` rewrites recorded outputs after an intended change: look at the diff before
 * committing.
 */
export const isWriting = process.env.KEYWARD_GOLDEN === "write";

/** Compares a text with a file of tests/fixtures, or writes that. */
export function assertGolden(file: string, text: string): void {
  const path = join(PROJECT_ROOT, "tests", "fixtures", file);
  if (isWriting) writeFileSync(path, text);
  assert.equal(text, readFileSync(path, "utf8"), `${file}: as recorded`);
}
