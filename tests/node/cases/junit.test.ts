/** The XML of results is well-formed for any name of a case, and has the result of each. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { SaxesParser } from "saxes";
import { junitOf } from "#keyward/cases/junit.js";
import type { FileResults } from "#keyward/cases/results.js";
import type { CaseResult } from "#keyward/cases/run-cases.js";

interface Element {
  name: string;
  attributes: Record<string, string>;
  text: string;
}

/** Returns the elements in the order in which they begin. Throws if the text is not well-formed XML. */
function elementsOf(xml: string): Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes } as Record<string, string>, text: "" };
    elements.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return elements;
}

function result(name: string, outcome: CaseResult["outcome"], message?: string): CaseResult {
  const testCase = { name, line: 3, input: { records: [] }, verdict: "match" as const };
  return { testCase, outcome, seconds: 0.0125, ...(message !== undefined && { message }) };
}

describe("JUnit's XML", () => {
  const files: FileResults[] = [
    {
      path: "a.yaml",
      mistakes: [],
      results: [result("one", "passed"), result("two", "failed", "expected match, got none")],
    },
    { path: "b.yaml", mistakes: [], results: [result("three", "error", "x.json: no such file")] },
    { path: "c.yaml", mistakes: ["c.yaml:1: cases is missing", "c.yaml:2: b"], results: [] },
  ];

  it("has a suite per file, a case per case, and the counts of both", () => {
    const elements = elementsOf(junitOf(files));
    const counts = elements
      .filter(({ name }) => name.startsWith("testsuite"))
      .map(({ attributes: { name, tests, failures, errors, time } }) =>
        [name, tests, failures, errors, time].join(" "),
      );
    assert.deepEqual(counts, [
      "keyward test 4 1 2 0.038",
      "a.yaml 2 1 0 0.025",
      "b.yaml 1 0 1 0.013",
      "c.yaml 1 0 1 0.000",
    ]);
    const cases = elements.filter(({ name }) => name === "testcase").map(({ attributes }) => attributes);
    assert.deepEqual(
      cases.map(({ name, file, line }) => [name, file, line]),
      [
        ["one", "a.yaml", "3"],
        ["two", "a.yaml", "3"],
        ["three", "b.yaml", "3"],
        ["c.yaml", "c.yaml", undefined],
      ],
    );
    assert.deepEqual(
      elements.filter(({ name }) => name === "failure" || name === "error").map(({ name, text }) => `${name}: ${text}`),
      [
        "failure: expected match, got none",
        "error: x.json: no such file",
        "error: c.yaml:1: cases is missing\\u000ac.yaml:2: b",
      ],
    );
  });

  it("is well-formed and keeps the text of hostile names", () => {
    const names = [
      `"'<>&]]>&amp;<!--`,
      "\u00e9\u65e5\ud83d\ude00",
      "</testcase></testsuite>",
      "<![CDATA[",
      "\ufffe\uffff",
    ];
    for (const name of names) {
      const [, , testCase, failure] = elementsOf(
        junitOf([{ path: name, mistakes: [], results: [result(name, "failed", name)] }]),
      );
      const expected = name.replace(/[\ufffe\uffff]/g, "\ufffd");
      assert.equal(testCase?.attributes.name, expected);
      assert.equal(failure?.attributes.message, expected);
      assert.equal(failure.text, expected);
    }
    const controls = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join("") + "\ud800\u202e";
    const [, , testCase] = elementsOf(junitOf([{ path: "p", mistakes: [], results: [result(controls, "passed")] }]));
    assert.match(testCase?.attributes.name ?? "", /^\\u0000.*\\u001f\\ud800\\u202e$/);
  });
});
