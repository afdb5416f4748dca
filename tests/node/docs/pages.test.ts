/** The pages of docs/ as a whole: four kinds, an index that lists each, none too long, and no link that leads nowhere. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../../oracle/project.js";
import { DOCUMENTS, PAGE_NAMES, pageText, withoutBlocks } from "../support/docs.js";

const KINDS = ["tutorial", "how-to", "reference", "explanation"];
const MAX_LINES = 250;
const INDEX = "README";

const read = (path: string): string => readFileSync(join(PROJECT_ROOT, path), "utf8");

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(path: string): Set<string> {
  const titles = [...withoutBlocks(read(path)).matchAll(/^#{1,4} (.*)$/gm)].map(([, title = ""]) => title);
  return new Set(
    titles.map((title) =>
      title
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}_\- ]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

/** The links of a document that lead into the project: where to, and to which heading. */
function linksOf(path: string): { path: string; anchor: string | undefined }[] {
  const targets = [
    ...withoutBlocks(read(path)).matchAll(/\]\((?!\w+:)([^)\s]+)\)/g),
    ...read(path).matchAll(/https:\/\/github\.com\/keyward\/keyward\/blob\/main\/([\w./#-]+)/g),
  ];
  return targets.map(([whole, target = ""]) => {
    const [file = "", anchor] = target.split("#");
    const base = whole.startsWith("http") ? "." : dirname(path);
    return { path: file === "" ? path : join(base, file), anchor };
  });
}

describe("the pages of docs/", () => {
  it("are of four kinds, a folder each", () => {
    const kinds = new Set(PAGE_NAMES.filter((name) => name !== INDEX).map((name) => dirname(name)));
    assert.deepEqual([...kinds].sort(), [...KINDS].sort());
  });

  it("are all in the index, each under its kind", () => {
    const sections = new Map(
      pageText(INDEX)
        .split("\n## ")
        .map((text) => [text.slice(0, text.indexOf("\n")), text]),
    );
    for (const kind of KINDS) {
      const section = [...sections].find(([title]) => title.toLowerCase().startsWith(kind))?.[1] ?? "";
      const listed = [...section.matchAll(/\]\((\w[^)#]*)\.md\)/g)].map(([, name = ""]) => name);
      const pages = PAGE_NAMES.filter((name) => dirname(name) === kind);
      assert.deepEqual([...new Set(listed)].sort(), [...pages].sort(), kind);
    }
  });

  for (const name of PAGE_NAMES) {
    it(`${name}: has a title, and at most ${MAX_LINES} lines`, () => {
      const lines = pageText(name).trimEnd().split("\n");
      assert.match(lines[0] ?? "", /^# \S/);
      assert.ok(lines.length <= MAX_LINES, `${lines.length} lines`);
    });
  }
});

describe("links", () => {
  it("are found", () => {
    assert.ok(DOCUMENTS.length > 45 && DOCUMENTS.flatMap(linksOf).length > 300);
  });

  for (const document of DOCUMENTS) {
    it(`${document}: each leads to a file, and to a heading of it`, () => {
      for (const { path, anchor } of linksOf(document)) {
        assert.ok(existsSync(join(PROJECT_ROOT, path)), path);
        if (anchor !== undefined) assert.ok(anchorsOf(path).has(anchor), `${path}#${anchor}`);
      }
    });
  }

  it("of the sources, examples and settings lead to pages that are there", () => {
    const files = ["src", "assembly", "page", "examples", "scripts", "rules", "tests", "bench", "connect"].flatMap(
      (folder) =>
        filesBelow(join(PROJECT_ROOT, folder))
          .filter((path) => /\.(?:ts|mjs|ya?ml|json|service|java|conf)$/.test(path) && !path.includes("node_modules"))
          .map((path) => join(folder, path)),
    );
    const named = files.flatMap((file) =>
      [...read(file).matchAll(/(?<![\w./-])docs\/([\w/-]+\.md)/g)].map(([, page = ""]) => ({ file, page })),
    );
    assert.ok(named.length > 60, `${named.length}`);
    const missing = named.filter(({ page }) => !existsSync(join(PROJECT_ROOT, "docs", page)));
    assert.deepEqual(
      missing.map(({ file, page }) => `${file}: ${page}`),
      [],
    );
  });
});
