/**
 * Configurations that are dear to ask, for who goes over the same text again and again; and records that are asked nothing.
 */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { eventOf, Filter, many, type Keyward, type Sent } from "./config-filter.js";

/** Milliseconds. No measure of speed: linear work takes some ten, and what is not linear minutes. */
const PATIENCE = 10_000;

describe("a configuration that is dear to ask", () => {
  const soon = (filter: Filter, event: Sent): Keyward | undefined => {
    const start = performance.now();
    const said = filter.send(event);
    const took = performance.now() - start;
    assert.ok(took < PATIENCE, `${took.toFixed(0)} ms`);
    return said;
  };
  const onAgent = async (...patterns: string[]) =>
    Filter.with({ exceptions: [{ id: "e", reason: "r", when: { user_agent: patterns } }] });

  it("may have a thousand exceptions of ten patterns", async () => {
    const exceptions = many(1000, () => ({})).map((_, index) => ({
      id: `e${index}`,
      reason: "r",
      when: { "key.id": many(10, () => ({})).map((__, pattern) => `x* ${index}-${pattern} *-?`) },
    }));
    const size = JSON.stringify({ exceptions }).length;
    assert.ok(size > 128 * 1024 && size <= 256 * 1024, `${size} bytes`);
    const filter = await Filter.with({ exceptions });
    assert.equal(soon(filter, { key: "xx 999-9 xx-y" })?.events[0]?.exception?.id, "e999");
    assert.equal(soon(filter, { key: "xx 0-0 xx-y" })?.events[0]?.exception?.id, "e0");
    assert.equal(soon(filter, { key: "xx 999-9 xx-yy" })?.verdict, "match");
  });

  it("may have a pattern of ten thousand stars, asked of long texts", async () => {
    const stars = 10_000;
    const text = "a".repeat(1_000_000);
    for (const pattern of ["*".repeat(stars), "*a".repeat(stars), "*?".repeat(stars), `a${"*".repeat(stars)}a`]) {
      assert.equal(soon(await onAgent(pattern), { userAgent: text })?.verdict, "suppressed", pattern.slice(0, 4));
      const filter = await onAgent(`${pattern}b`);
      assert.equal(soon(filter, { userAgent: text })?.verdict, "match", `${pattern.slice(0, 4)} and b`);
      assert.equal(soon(filter, { userAgent: `${text}b` })?.verdict, "suppressed", `${pattern.slice(0, 4)} and b`);
    }
  });

  it("may have a long pattern that nearly matches everywhere", async () => {
    const run = "a".repeat(100_000);
    const text = "a".repeat(2_000_000);
    for (const pattern of [`*${run}b*`, `*${run}b`, `*b${run}*b`, `*${run}*${run}b*`]) {
      assert.equal(soon(await onAgent(pattern), { userAgent: text })?.verdict, "match", pattern.slice(-4));
    }
    assert.equal(soon(await onAgent(`*${run}b*`), { userAgent: `${text}b${text}` })?.verdict, "suppressed");
  });

  it("may have such a pattern with a question mark, at the cost of its length", async () => {
    const run = "a".repeat(250);
    const text = "a".repeat(200_000);
    for (const pattern of [`*${run}?b*`, `*?${run}b*`]) {
      assert.equal(soon(await onAgent(pattern), { userAgent: text })?.verdict, "match", pattern.slice(-4));
      assert.equal(soon(await onAgent(pattern), { userAgent: `${text}b` })?.verdict, "suppressed", pattern.slice(-4));
    }
  });

  it("leaves what is no match as it came", async () => {
    const filter = await Filter.with({
      exceptions: [{ id: "e", reason: "r", when: { account: ["*"] } }],
      network_activity: "ignore",
      duplicates: { window_seconds: 60 },
      cap: { count: 1, period_seconds: 60 },
      escalate: { distinct_keys: 2, window_seconds: 60, severity: "low", risk_score: 1 },
    });
    for (const event of [
      { eventName: "EnableKey" },
      { eventName: "DisableKeyRotation", errorCode: "x" },
      { errorCode: "AccessDenied" },
      { eventCategory: "NetworkActivity" },
      { eventType: "AwsVpceEvent", errorCode: "VpceAccessDenied" },
      { eventSource: "s3.amazonaws.com" },
    ]) {
      assert.equal(filter.send({ ...event, recipientAccountId: "111122223333" }), undefined);
      assert.equal(filter.record([eventOf(event), eventOf(event)]), undefined);
    }
    // None of them was remembered.
    assert.deepEqual(filter.verdicts({ id: "a" }, { id: "a" }), ["match", "duplicate"]);
  });
});
