import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { isAtPlace, shapeRows } from "../node/support/shapes-table.js";
import { FIXTURES, fixtures } from "./project.js";
import { judge } from "./rule.js";

describe("the rule on the fixtures", () => {
  const all = fixtures();
  const pathsListed = JSON.parse(readFileSync(join(FIXTURES, "shapes", "paths.json"), "utf8")) as Record<
    string,
    string[]
  >;

  it("fixtures come in pairs", () => {
    assert.ok(all.length >= 250);
    const names = (matches: boolean) =>
      all
        .filter((fixture) => fixture.matches === matches)
        .map(({ where }) => where.replace(/\.(match|near-miss)\.json$/, ""));
    assert.deepEqual(names(true), names(false));
  });

  it("fixtures are files in pairs or rows of near-misses.json, never both", () => {
    const files = ["raw", "ecs", "shapes"].flatMap((folder) =>
      readdirSync(join(FIXTURES, folder)).map((name) => `${folder}/${name}`),
    );
    const rows = Object.keys(
      JSON.parse(readFileSync(join(FIXTURES, "near-misses.json"), "utf8")) as Record<string, unknown>,
    ).map((name) => `${name}.near-miss.json`);
    const pairs = all.map(({ where }) => where);
    assert.deepEqual([...files, ...rows].sort(), [...pairs, "shapes/paths.json"].sort());
  });

  it("every match of a shape has a path, and there are no other paths", () => {
    const names = all
      .filter(({ where, matches }) => matches && where.startsWith("shapes/"))
      .map(({ where }) => where.replace(/^shapes\/|\.match\.json$/g, ""));
    assert.deepEqual(Object.keys(pathsListed).sort(), names.sort());
    for (const [name, paths] of Object.entries(pathsListed)) assert.ok(paths.length > 0, name);
  });

  for (const { shape, places } of shapeRows()) {
    for (const place of places) {
      it(`there is a pair for ${shape}: ${place === "" ? "the record itself" : place}`, () => {
        const pairs = all.filter(
          ({ where, paths, bytes }) =>
            where.startsWith("shapes/") &&
            paths.some((path) => isAtPlace(path, place)) &&
            Array.isArray(JSON.parse(Buffer.from(bytes).toString())) === (place === "/*"),
        );
        assert.ok(pairs.length > 0);
      });
    }
  }

  it("shapes have an event of every schema", () => {
    const schemas = all.filter(({ where }) => where.startsWith("shapes/")).map(({ bytes }) => judge(bytes).schema);
    assert.deepEqual([...new Set(schemas)].sort(), ["ecs", "ocsf", "otel", "raw", undefined]);
  });

  for (const { where, matches, paths, possible, bytes } of all) {
    it(`${matches ? "matches" : "does not match"} ${where}`, () => {
      const { verdict, events, schema } = judge(bytes);
      assert.equal(verdict, matches ? "match" : possible.length > 0 ? "possible" : "no match");
      const listed = (wanted: typeof verdict) => events.filter((event) => event.verdict === wanted);
      assert.deepEqual(
        listed("match").map(({ path }) => path),
        paths,
      );
      assert.deepEqual(
        listed("possible").map(({ path }) => path),
        possible,
      );
      const folder = where.split("/")[0];
      if (matches && folder !== "shapes") assert.equal(schema, folder);
    });
  }
});
