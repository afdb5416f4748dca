/** The page's sources: allowed imports, and no HTML written or code run from text. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import { filesBelow, PROJECT_ROOT } from "../oracle/project.js";

const sources = filesBelow(join(PROJECT_ROOT, "page"))
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, text: readFileSync(join(PROJECT_ROOT, "page", path), "utf8") }));

function importsOf({ path, text }: { path: string; text: string }): string[] {
  return [...text.matchAll(/^(?:import|\}) [^"]*\bfrom "([^"]+)"|^import "([^"]+)"/gm)]
    .map(([, named, bare]) => named ?? bare ?? "")
    .map((target) => (target.startsWith(".") ? posix.join("page", posix.dirname(path), target) : target));
}

test("there is something to check", () => {
  assert.ok(sources.length > 15);
  assert.ok(sources.flatMap(importsOf).length > 40);
});

test("the model does not depend on the view, and nothing is imported from elsewhere", () => {
  for (const source of sources) {
    for (const target of importsOf(source)) {
      if (source.path.startsWith("model/")) assert.match(target, /^(page\/model|src)\//, source.path);
      else assert.match(target, /^(page|src)\//, source.path);
    }
    if (source.path.startsWith("model/"))
      assert.doesNotMatch(source.text, /\b(document|window|HTMLElement)\b/, source.path);
  }
});

test("text stays text: no HTML is written, and no text is run", () => {
  for (const { path, text } of sources) {
    assert.doesNotMatch(
      text,
      /\b(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|srcdoc|document\.write|eval|new Function)\b|setAttribute\("on/,
      path,
    );
  }
});
