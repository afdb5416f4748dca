import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findingsOf } from "#keyward/findings/findings-of.js";
import { FluentBitHost, loadModule } from "#keyward/index.js";
import { DETAILS, RAW } from "./schemas.js";

async function keep(record: unknown, config = "{}"): Promise<string> {
  const host = new FluentBitHost(
    await loadModule(undefined, { files: { "keyward.json": config }, stderr: () => undefined }),
  );
  const result = host.filter("keep", JSON.stringify(record));
  return result.outcome === "modified" ? Buffer.from(result.record).toString() : result.outcome;
}

describe("the findings of a record", () => {
  it("are the events of its annotation, with their details and where they stand", async () => {
    const { findings, ...rest } = findingsOf(
      await keep({ detail: RAW, "detail-type": "AWS API Call via CloudTrail" }),
      "a.json",
      7,
    );
    assert.deepEqual(rest, { unlisted: 0 });
    assert.equal(findings.length, 1);
    const [finding] = findings;
    assert.equal(finding?.file, "a.json");
    assert.equal(finding.line, 7);
    assert.equal(finding.path, "/detail");
    assert.equal(finding.verdict, "match");
    assert.equal(finding.risk_score, 47);
    assert.equal(finding.pending_window_days, 7);
    assert.deepEqual(finding.details, DETAILS);
  });

  it("are the same from bytes and from text, and stay the same in a second run", async () => {
    const text = await keep([RAW, { ...RAW, eventID: "another" }]);
    const expected = findingsOf(text, "f", 1);
    assert.deepEqual(findingsOf(Buffer.from(text), "f", 1), expected);
    assert.deepEqual(
      expected.findings.map(({ path }) => path),
      ["/Records/0", "/Records/1"],
    );
    assert.equal(await keep(JSON.parse(text)), "kept");
  });

  it("are a hundred at most; the others are counted", async () => {
    const { findings, unlisted } = findingsOf(
      await keep({ Records: Array.from({ length: 130 }, (_, index) => ({ ...RAW, eventID: `e-${index}` })) }),
      "f",
      1,
    );
    assert.deepEqual([findings.length, unlisted], [100, 30]);
  });

  it("come with the mistake in the configuration", async () => {
    const { configError, findings } = findingsOf(await keep(RAW, '{"denied":1}'), "f", 1);
    assert.match(configError ?? "", /^\/denied: /);
    assert.equal(findings.length, 1);
  });

  it("are none without an annotation", () => {
    const texts = ["", "{", "1", "null", "[]", "{}", '{"keyward":1}', '[{"keyward":{"verdict":"match","events":[]}}]'];
    for (const text of texts) assert.deepEqual(findingsOf(text, "f", 1), { findings: [], unlisted: 0 }, text);
  });

  it("never count fewer than none as unlisted", () => {
    const { findings, unlisted } = findingsOf(
      '{"keyward":{"verdict":"match","matches":0,"events":[{"verdict":"match"}]}}',
      "f",
      1,
    );
    assert.deepEqual([findings.length, unlisted], [1, 0]);
  });
});
