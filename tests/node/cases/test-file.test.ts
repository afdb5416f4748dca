/** Test files: what is read from them, and every error with its line. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readTestFile, TestFileError, type TestFile } from "#keyward/cases/test-file.js";
import { temporaryFolder } from "../support/files.js";

const folder = await temporaryFolder();
const PATH = join(folder, "cases.yaml");

function read(text: string): Promise<TestFile> {
  writeFileSync(PATH, text);
  return readTestFile(PATH);
}

/** Returns `LINE: what is wrong` for each error. */
async function mistakesOf(text: string): Promise<string[]> {
  try {
    await read(text);
    return [];
  } catch (error) {
    if (!(error instanceof TestFileError)) throw error;
    return error.lines.map((line) => line.replace(`${PATH}:`, ""));
  }
}

const VERDICTS = "match, possible, capped, duplicate, suppressed, denied, none, or a list without none";
const CASE = "name: a\n    event: {a: b}\n    verdict: match\n";

describe("a test file", () => {
  it("can be YAML, with paths relative to it", async () => {
    const file = await read(`
config: ../settings/keyward.json
cases:
  - name: one
    event: &base {eventName: DisableKey, nested: {time: 2026-12-05T22:00:00Z, no: no}}
    verdict: match
  - name: two
    events: [*base, {<<: *base, eventName: null}]
    verdict: [match, duplicate]
  -
    name: three
    file: events/a.json.gz
    verdict: suppressed
    exception: ci
  - {name: four, file: /tmp/x.json, verdict: none}
`);
    assert.equal(file.config, join(folder, "../settings/keyward.json"));
    const nested = '"nested":{"time":"2026-12-05T22:00:00Z","no":"no"}';
    assert.deepEqual(
      file.cases.map(({ input, ...others }) => ({
        ...others,
        input: "path" in input ? input.path : input.records.map(String),
      })),
      [
        { name: "one", line: 4, verdict: "match", input: [`{"eventName":"DisableKey",${nested}}`] },
        {
          ...{ name: "two", line: 7, verdict: ["match", "duplicate"] },
          input: [`{"eventName":"DisableKey",${nested}}`, `{"eventName":null,${nested}}`],
        },
        {
          ...{ name: "three", line: 11, verdict: "suppressed", exception: "ci" },
          input: join(folder, "events/a.json.gz"),
        },
        { name: "four", line: 15, verdict: "none", input: "/tmp/x.json" },
      ],
    );
  });

  it("can be JSON, and defaults to keyward.json", async () => {
    const event = { a: '\u2028\ud83d\ude00/"\\\t', b: [1, -2.5e3, true, null], "c d": { "": [] }, __proto__x: 1 };
    const json = JSON.stringify({ cases: [{ name: "a", event, verdict: "match" }] }, undefined, "\t");
    for (const text of [json, json.replaceAll("/", "\\/"), JSON.stringify(JSON.parse(json)), `\ufeff${json}`]) {
      const file = await read(text);
      assert.equal(file.config, join(folder, "keyward.json"));
      const [input] = file.cases.map((one) => one.input);
      assert.ok(input !== undefined && "records" in input);
      assert.deepEqual(JSON.parse(String(input.records[0])), event);
    }
  });

  it("gets a message with the line of every error", async () => {
    for (const [text, ...expected] of [
      ["", "1: an object is needed; use config, cases", "1: cases is missing; use a list of cases"],
      ["cases: []", "1: cases: its value is invalid; use a list of cases"],
      [
        "config: 5\nCases: []\ncases:\n  - name: a",
        "2: Cases: unknown key; use one of: config, cases",
        `4: verdict is missing; use ${VERDICTS}`,
        "4: the case needs an input; use one of event, events, file",
        "1: config: its value is invalid; use a path",
      ],
      [
        "cases:\n  - x\n",
        "2: an object is needed; use name, event, events, file, verdict, exception",
        "2: name is missing; use a string",
        `2: verdict is missing; use ${VERDICTS}`,
        "2: the case needs an input; use one of event, events, file",
      ],
      [`cases:\n  - ${CASE}    file: b\n`, "2: the case needs an input; use one of event, events, file"],
      [`cases:\n  - ${CASE.replace("match", "matched")}`, `4: verdict: its value is invalid; use ${VERDICTS}`],
      [`cases:\n  - ${CASE.replace("match", "[match, none]")}`, `4: verdict: its value is invalid; use ${VERDICTS}`],
      [
        `cases:\n  - ${CASE}    exception: ci\n`,
        "5: exception: only a suppressed event has one; use verdict suppressed",
      ],
      [`cases:\n  - ${CASE.replace("{a: b}", "text")}`, "3: event: its value is invalid; use an object"],
      [
        `cases:\n  - ${CASE.replace("event: {a: b}", "events: [{}, 1]")}`,
        "3: events: its value is invalid; use a list of objects",
      ],
      [
        `cases:\n  - ${CASE.replace("b", "{n: 012345678901, o: 12345678901234567890}")}`,
        "3: 012345678901: the number would lose digits; put it in quotes",
        "3: 12345678901234567890: the number would lose digits; put it in quotes",
      ],
    ] as [string, ...string[]][]) {
      assert.deepEqual(await mistakesOf(text), expected, text);
    }
    // Near misses, without the error.
    assert.deepEqual(await mistakesOf(`cases:\n  - ${CASE}`), []);
    assert.deepEqual(await mistakesOf(`cases:\n  - ${CASE.replace("b", '{n: "012345678901", o: 444455556666}')}`), []);
  });

  it("that is not YAML gets the parser's reason, also when aliases would fill the memory", async () => {
    assert.match((await mistakesOf("cases:\n  - {name: a\n")).join("\n"), /^\d: it is not YAML: .+/);
    assert.match(
      (await mistakesOf("cases:\n  - name: a\n    name: b\n")).join("\n"),
      /^3: it is not YAML: Map keys must be unique/,
    );
    assert.match(
      (await mistakesOf("cases: []\n---\ncases: []\n")).join("\n"),
      /^\d: it is not YAML: .*multiple documents/,
    );
    const levels = Array.from(
      { length: 12 },
      (_, at) => `  l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}*l${at}]\n`,
    );
    const bomb = `cases:\n  - name: a\n    verdict: match\n    event:\n      l0: &l0 [x]\n${levels.map((line) => `    ${line}`).join("")}`;
    assert.match((await mistakesOf(bomb)).join("\n"), /^\d+: it is not YAML: Excessive alias count/);
  });
});
