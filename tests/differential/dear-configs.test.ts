/** Configurations that are expensive to apply, up to every limit; and records to which nothing is applied. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { LARGEST_BYTES, MAX_PATTERNS } from "../oracle/config/read-config.js";
import { LONGEST_VALUE } from "../oracle/config/exceptions.js";
import { eventOf, Filter, type Keyward, type Sent } from "./config-filter.js";

/** Maximum processor time of a match in milliseconds, for the fastest of several tries, since other programs run too. */
const MAX_MS = 50;
const TRIES = 8;

const repeated = (count: number, value: string) => Array.from({ length: count }, () => value);
const patterns = (value: string) => repeated(MAX_PATTERNS, value);

/** Returns a configuration with one exception with these values. */
function whenOf(when: Record<string, string[]>): object {
  return { exceptions: [{ id: "e", reason: "r", when }] };
}

/** Returns as many values as fit. */
function fullOf(value: (index: number) => string): string[] {
  const values: string[] = [];
  for (let left = LARGEST_BYTES - 200; left > 0; left -= Buffer.byteLength(values.at(-1) ?? "") + 3) {
    values.push(value(values.length));
  }
  return values.slice(0, -1);
}

describe("an expensive configuration", () => {
  const soon = (filter: Filter, event: Sent): Keyward | undefined => {
    let took = Infinity;
    let said: Keyward | undefined;
    for (let count = 0; count < TRIES; count++) {
      const start = process.cpuUsage();
      said = filter.send(event);
      took = Math.min(took, process.cpuUsage(start).user / 1000);
    }
    assert.ok(took <= MAX_MS, `${took.toFixed(0)} ms`);
    return said;
  };
  const run = "a".repeat(LONGEST_VALUE);
  const pairs = "ab".repeat(LONGEST_VALUE / 2);
  const nearly = `${"a".repeat(64)}b`.repeat(LONGEST_VALUE / 65);
  const keys = "\ud83d\udd11".repeat(LONGEST_VALUE / 4);

  /** The most expensive patterns of each kind, a text that they nearly match, and one that they match. */
  const DEAR: [name: string, pattern: string, text: string, matching: string][] = [
    ["a character", "*b*", run, `b${run.slice(1)}`],
    ["a short part", `*${"a".repeat(63)}b*`, run, `${run.slice(1)}b`],
    ["a long part", `*${"a".repeat(300)}b*`, run, `${run.slice(1)}b`],
    ["a long part that begins nearly everywhere", `*${"a".repeat(64)}c*`, nearly, `${"a".repeat(64)}c`],
    ["a long part that repeats itself", `*${"ab".repeat(100)}c*`, pairs, `${"ab".repeat(100)}c`],
    ["a part with ?", `*${"a".repeat(62)}?b*`, run, `${run.slice(1)}b`],
    ["a part of ?", `*${"?".repeat(63)}b*`, run, `${run.slice(1)}b`],
    ["a part of ? for long characters", `*${"?".repeat(63)}b*`, keys, `${keys.slice(2)}b`],
    ["many stars", `${"*a".repeat(200)}*b`, run, `${run.slice(1)}b`],
    ["many short parts", `${"*aaaa?a".repeat(70)}*b*`, run, `${run.slice(1)}b`],
    ["a long beginning", `${"?".repeat(480)}*b`, run, `${run.slice(1)}b`],
    ["a long end", `b*${"?".repeat(480)}`, run, `b${run.slice(1)}`],
  ];
  for (const [name, pattern, text, matching] of DEAR) {
    it(`costs at most ${MAX_MS} ms: ${MAX_PATTERNS} patterns of ${name}`, async () => {
      const filter = await Filter.with(whenOf({ user_agent: patterns(pattern) }));
      assert.equal(soon(filter, { userAgent: text })?.verdict, "match");
      assert.equal(soon(filter, { userAgent: matching })?.verdict, "suppressed");
    });
  }

  it("costs no more if a role is given by its name", async () => {
    const filter = await Filter.with(whenOf({ "actor.role": patterns(`*${"a".repeat(300)}b*`) }));
    const roleOf = (arn: string): Sent => ({ userIdentity: { sessionContext: { sessionIssuer: { arn } } } });
    assert.equal(soon(filter, roleOf(`/${run.slice(1)}`))?.verdict, "match");
    assert.equal(soon(filter, roleOf(`/${run.slice(2)}b`))?.verdict, "suppressed");
  });

  it("costs no more with the maximum number of exceptions and fields", async () => {
    const field = { region: ["x*x*"], "actor.type": ["x*?x*"], user_agent: ["a*b*"] };
    const exceptions = Array.from({ length: 160 }, (_, index) => ({ id: `e${index}`, reason: "r", when: field }));
    const ends = fullOf(() => "x".repeat(70)).slice(0, 1500);
    const timed = ends.map((_, index) => ({
      ...{ id: `t${index}`, reason: "r" },
      ...{ from: "2026-12-05T22:00:00.123456789Z", until: "2026-12-05T22:00:01+00:00" },
    }));
    const filter = await Filter.with({ exceptions: [...timed, ...exceptions] });
    const texts = { awsRegion: "x".repeat(4096), userIdentity: { type: "x".repeat(4096) } };
    assert.equal(soon(filter, { ...texts, userAgent: run, at: 60 })?.verdict, "match");
    assert.equal(soon(filter, { ...texts, userAgent: `${run.slice(1)}b`, at: 60 })?.events[0]?.exception?.id, "e0");
  });

  it("costs no more with as many exact values and networks as fit", async () => {
    const exact = await Filter.with(whenOf({ user_agent: [...fullOf(() => "ab"), "a"] }));
    assert.equal(soon(exact, { userAgent: run })?.verdict, "match");
    assert.equal(soon(exact, { userAgent: "a" })?.verdict, "suppressed");
    const long = await Filter.with(whenOf({ user_agent: fullOf(() => "a".repeat(LONGEST_VALUE)) }));
    assert.equal(soon(long, { userAgent: `${run.slice(1)}b` })?.verdict, "match");
    const address = (index: number) => `2001:db8::${index.toString(16)}`;
    const networks = await Filter.with(whenOf({ source_ip: fullOf(address) }));
    assert.equal(soon(networks, { sourceIPAddress: "2001:db8::f:0" })?.verdict, "match");
    assert.equal(soon(networks, { sourceIPAddress: "2001:db8::fff" })?.verdict, "suppressed");
  });

  it("costs nothing for a value that is too long, however long", async () => {
    const filter = await Filter.with(whenOf({ user_agent: ["*", ...patterns("*a*").slice(1)] }));
    assert.equal(soon(filter, { userAgent: run })?.verdict, "suppressed");
    assert.equal(soon(filter, { userAgent: `${run}a` })?.verdict, "match");
    assert.equal(soon(filter, { userAgent: run.repeat(250) })?.verdict, "match");
    // In decoded form: an escape is one byte, and a byte that is not UTF-8 a character of three.
    assert.equal(soon(filter, { userAgent: '"'.repeat(LONGEST_VALUE) })?.verdict, "suppressed");
    assert.equal(soon(filter, { userAgent: "\u00e9".repeat(LONGEST_VALUE / 2) })?.verdict, "suppressed");
    assert.equal(soon(filter, { userAgent: "\u00e9".repeat(LONGEST_VALUE / 2 + 1) })?.verdict, "match");
  });

  it("leaves records that do not match unchanged", async () => {
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
