import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";

export const DOCS = join(PROJECT_ROOT, "docs");

/** Every page below docs/, by its path there without `.md`: `reference/scan`. */
export const PAGE_NAMES: readonly string[] = filesBelow(DOCS)
  .filter((path) => path.endsWith(".md"))
  .map((path) => path.slice(0, -".md".length));

/** Returns the path of a page. */
export const pagePath = (name: string): string => join(DOCS, `${name}.md`);

/** Returns the text of one page, or of several in a row. */
export const pageText = (...names: readonly string[]): string =>
  names.map((name) => readFileSync(pagePath(name), "utf8")).join("\n");
