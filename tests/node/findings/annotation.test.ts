import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readAnnotation } from "#keyward/findings/annotation.js";

const MATCH = {
  path: "/Records/3",
  verdict: "match",
  id: "e-1",
  time: "2026-03-04T09:33:08Z",
  action: "ScheduleKeyDeletion",
  account: "444455556666",
  region: "us-east-1",
  actor: {
    type: "AssumedRole",
    arn: "arn:aws:sts::444455556666:assumed-role/Admin/mallory",
    role: "arn:aws:iam::444455556666:role/Admin",
  },
  source_identity: "mallory",
  on_behalf_of: "906758a4-1234",
  source_ip: "203.0.113.9",
  user_agent: "aws-cli/2.27.41",
  vpc_endpoint: "vpce-1",
  key: { id: "k", arn: "arn:aws:kms:us-east-1:444455556666:key/k", state: "PendingDeletion" },
  pending_window_days: 7,
  deletion_date: "Mar 11, 2026, 9:33:08 AM",
};

/** Returns an annotation with these events. */
function annotation(events: unknown, rest: object = {}): unknown {
  return { verdict: "match", severity: "high", risk_score: 73, matches: 1, events, ...rest };
}

describe("an annotation", () => {
  it("is read with all fields of an event, and the worth of a match", () => {
    const worth = { severity: "high", risk_score: 73 };
    assert.deepEqual(readAnnotation(annotation([MATCH])), {
      verdict: "match",
      matches: 1,
      events: [{ ...MATCH, ...worth }],
    });
  });

  it("has worth and burst for matches only", () => {
    const burst = { keys: 3, window_seconds: 600 };
    const exception = { id: "ci", reason: "CI" };
    const read = readAnnotation(annotation([{ verdict: "match" }, { verdict: "suppressed", exception }], { burst }));
    assert.deepEqual(read?.events, [
      { path: "", verdict: "match", severity: "high", risk_score: 73, burst },
      { path: "", verdict: "suppressed", exception },
    ]);
  });

  it("has the error of a denied event, and the configuration error", () => {
    const denied = { path: "", verdict: "denied", error_code: "AccessDenied", error_message: "no" };
    const read = readAnnotation({ verdict: "denied", matches: 0, config_error: "why", events: [denied] });
    assert.deepEqual(read, { verdict: "denied", matches: 0, configError: "why", events: [denied] });
  });

  it("accepts numbers as text, and ignores empty text", () => {
    const event = { verdict: "match", account: 444455556666, id: "", key: { id: 7, arn: "" }, actor: {} };
    const [read] = readAnnotation({ verdict: "match", events: [event] })?.events ?? [];
    assert.deepEqual(read, { path: "", verdict: "match", account: "444455556666", key: { id: "7" }, actor: {} });
  });

  it("is not Keyward's without a verdict or events", () => {
    const others = [
      null,
      1,
      "match",
      [],
      {},
      { verdict: "match" },
      { events: [] },
      { verdict: "lost", bytes: 1, events: [] },
    ];
    for (const other of [...others, { verdict: "match", events: {} }, { verdict: ["match"], events: [] }, undefined]) {
      assert.equal(readAnnotation(other), undefined, JSON.stringify(other));
    }
  });

  it("that is only similar yields nothing unexpected", () => {
    const odd = { a: 1 };
    const event = { path: 7, verdict: "match", id: odd, time: [], action: true, actor: "x", key: [1], exception: "y" };
    const days = ["7", -1, 1.5, 1e300, null].map((pending_window_days) => ({ verdict: "match", pending_window_days }));
    const rest = {
      severity: odd,
      risk_score: "73",
      matches: -3,
      burst: { keys: "3", window_seconds: 1 },
      config_error: odd,
    };
    const read = readAnnotation(
      annotation([event, ...days, null, 7, {}, { verdict: "MATCH" }, { verdict: "lost" }], rest),
    );
    assert.equal(read?.events.length, 6);
    for (const one of read.events) assert.deepEqual(one, { path: "", verdict: "match" });
    assert.deepEqual([read.matches, read.configError], [0, undefined]);
  });
});
