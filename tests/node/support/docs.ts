import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";

const DOCS = join(PROJECT_ROOT, "docs");

/** Every page below docs/, by its path there without `.md`: `reference/scan`. */
export const PAGE_NAMES: readonly string[] = filesBelow(DOCS)
  .filter((path) => path.endsWith(".md"))
  .map((path) => path.slice(0, -".md".length));

/** Every document that people read, by its path from the project's root. */
export const DOCUMENTS: readonly string[] = [
  ...["README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "build/README.md"],
  ...["docs", "examples", "connect"].flatMap((folder) =>
    filesBelow(join(PROJECT_ROOT, folder))
      .filter((path) => path.endsWith(".md"))
      .map((path) => join(folder, path)),
  ),
];

/** Returns the path of a page. */
export const pagePath = (name: string): string => join(DOCS, `${name}.md`);

/** Returns the text of one page, or of several in a row. */
export const pageText = (...names: readonly string[]): string =>
  names.map((name) => readFileSync(pagePath(name), "utf8")).join("\n");

/** Empties the fenced blocks of a document, also those of lists; its lines keep their numbers. */
export function withoutBlocks(text: string): string {
  return text.replaceAll(/^ *```[^]*?^ *```$/gm, (block) => block.replaceAll(/[^\n]+/g, ""));
}
