/** docs/reference/shapes*.md: every example is found where the page says, and every row of the table has one. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { runCli } from "../support/cli.js";
import { BUILT_MODULE } from "../support/files.js";
import { pageText } from "../support/docs.js";
import { isAtPlace, shapeRows } from "../support/shapes-table.js";

interface Example {
  /** The heading that it stands under. */
  shape: string;
  /** On one line. */
  record: string;
  paths: string[];
}

interface Annotated {
  keyward?: { matches: number; events: { path: string }[] };
}

const EXAMPLES = examples();

/** The records of the pages of examples, each with the paths in the line after it. */
function examples(): Example[] {
  return pageText("reference/shapes-aws", "reference/shapes-shippers", "reference/shapes-platforms")
    .split("\n## ")
    .slice(1)
    .flatMap((text) => {
      const shape = text.slice(0, text.indexOf("\n"));
      return text
        .split("```json\n")
        .slice(1)
        .map((rest) => {
          const [record = "", after = ""] = rest.split("\n```\n");
          const [, line = ""] = /^\nat (`.*`)\n/.exec(after) ?? [];
          const paths = [...line.matchAll(/`([^`]*)`/g)].map(([, path]) => (path === '""' ? "" : (path as string)));
          return { shape, record: JSON.stringify(JSON.parse(record)), paths };
        });
    });
}

function pathsIn(annotated: string): string[] {
  const { keyward } = JSON.parse(annotated) as Annotated;
  assert.equal(keyward?.matches, keyward?.events.length);
  return keyward?.events.map(({ path }) => path) ?? [];
}

describe("docs/reference/shapes*.md", () => {
  it("has an example for every place of every row", () => {
    const rows = shapeRows();
    assert.ok(rows.length >= 15);
    for (const { shape, places } of rows) {
      const own = EXAMPLES.filter((example) => example.shape === shape);
      for (const place of places) {
        const found = own.some(
          ({ record, paths }) =>
            record.startsWith("[") === (place === "/*") && paths.some((path) => isAtPlace(path, place)),
        );
        assert.ok(found, `${shape}: ${place}`);
      }
    }
  });

  it("gives in every row a path that is at the row's place", () => {
    for (const { shape, places, path } of shapeRows()) {
      assert.ok(
        places.some((place) => isAtPlace(path, place)),
        `${shape}: ${path}`,
      );
    }
  });

  for (const [index, { shape, record, paths }] of EXAMPLES.entries()) {
    it(`finds example ${index + 1}, ${shape}, at ${paths.join(" and ") || "the record itself"}`, async () => {
      assert.ok(paths.length > 0, "no line of paths after the example");
      const result = new FluentBitHost(await loadModule(BUILT_MODULE)).filter("tag", record);
      assert.equal(result.outcome, "modified");
      assert.deepEqual(pathsIn(Buffer.from(result.record).toString()), paths);
    });
  }

  it("shows the paths that keyward tag writes", async () => {
    const input = EXAMPLES.map(({ record }) => `${record}\n`).join("");
    const { code, stdout } = await runCli(["tag", "--quiet"], { input });
    assert.equal(code, 0);
    const lines = stdout.toString().trimEnd().split("\n");
    assert.deepEqual(
      lines.map(pathsIn),
      EXAMPLES.map(({ paths }) => paths),
    );
  });
});
