/** The states of keys agree with an oracle written from AWS's documentation, for random lives of keys. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Engine } from "#keyward/engine/engine.js";
import type { KeyEvent } from "#keyward/keys/key-event.js";
import { readKeyEvent } from "#keyward/keys/read-key-event.js";
import { loadModules } from "#keyward/scan/modules.js";
import { KeyBook } from "#keyward/keys/key-book.js";
import { KEY_STATES, type KeyStatus } from "#keyward/keys/key-status.js";
import { expectedStates, liveKey, placeOf, type Expected, type LivedEvent } from "../oracle/key-lives.js";
import { randomFor, type Random } from "../oracle/random.js";
import { runSettings } from "../settings.js";

const { seed: SEED, records: LIVES } = runSettings(600, 6000);
/** Number of keys in one set of logs. */
const AT_ONCE = 20;
const NOW = Date.parse("2026-03-01T00:00:00Z");

/** The true states in the words of `keyward status`. */
const WORDS: Record<string, string[]> = {
  Enabled: ["enabled again"],
  Disabled: ["disabled", "cancelled"],
  PendingImport: ["material deleted"],
  PendingDeletion: ["pending deletion", "pending replica deletion"],
  PendingReplicaDeletion: ["pending replica deletion"],
  Deleted: ["deleted"],
};

const engine = new Engine((await loadModules(undefined)).judging, { keyFields: true });

function keyEventOf({ record }: LivedEvent, line: number): KeyEvent[] {
  const events = engine.judge(Buffer.from(JSON.stringify(record)), { file: "lives.ndjson", line, path: "" });
  assert.ok("findings" in events);
  return events.findings.flatMap((finding) => readKeyEvent(finding) ?? []);
}

/** The last event of any kind that arrived, by account and region. */
function lastEventsOf(events: readonly LivedEvent[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const { arn, time, lost } of events) {
    if (!lost) last.set(placeOf(arn), Math.max(time, last.get(placeOf(arn)) ?? 0));
  }
  return last;
}

function statusesOf(events: readonly KeyEvent[], lastEvents: ReadonlyMap<string, number>): KeyStatus[] {
  const book = new KeyBook();
  for (const event of events) assert.equal(book.add(event), undefined);
  return book.statuses({
    now: NOW,
    lastEvent: (account = "", region = "") => lastEvents.get(`${account} ${region}`),
  });
}

function said({ state, since, deadline, deadline_computed, actor }: KeyStatus): Expected {
  if (state === "unknown") return { state };
  return {
    state,
    since: Date.parse(since ?? ""),
    actor: actor?.arn,
    ...(deadline !== undefined && { deadline: { time: Date.parse(deadline), isComputed: deadline_computed === true } }),
  };
}

/** Returns the events of some keys in another order, some of them twice. */
function disturb(random: Random, events: readonly KeyEvent[]): KeyEvent[] {
  return random.shuffle([...events, ...events.filter(() => random.chance(0.2))]);
}

function arnOf({ key }: KeyStatus): string {
  return key.arn ?? key.id;
}

describe("keyward status on generated lives of keys", () => {
  const counts: Record<string, number> = {};

  for (const [what, loss] of [
    ["nothing is lost", 0],
    ["a tenth of the events is lost", 0.1],
    ["a third of the events is lost", 0.33],
  ] as const) {
    it(`agrees with the oracle: ${what}`, () => {
      for (let first = 0; first < LIVES / 3; first += AT_ONCE) {
        const random = randomFor(SEED, first * 3 + loss * 100);
        const lives = Array.from({ length: AT_ONCE }, (_, at) => liveKey(random, first + at, loss));
        const events = lives.flatMap((life) => life.events);
        const lastEvents = lastEventsOf(events);
        const expected = expectedStates(events, lastEvents);
        const arrived = events.filter(({ lost }) => !lost).flatMap(keyEventOf);
        const statuses = statusesOf(arrived, lastEvents);
        for (const status of statuses) {
          const arn = arnOf(status);
          const story = events
            .filter((event) => event.arn === arn)
            .map(
              ({ record, lost, failed }) =>
                `${String(record.eventTime)} ${String(record.eventName)}${lost ? " lost" : ""}${failed ? " failed" : ""}`,
            );
          const { orUnknown, ...wanted } = expected.get(arn) ?? assert.fail(arn);
          if (orUnknown === true && status.state === "unknown") continue;
          assert.deepEqual(
            said(status),
            wanted,
            `seed ${SEED}, ${arn}\n${story.join("\n")}\n${status.notes.join("\n")}`,
          );
          counts[status.state] = (counts[status.state] ?? 0) + 1;
        }
        assert.deepEqual(new Set(statuses.map(arnOf)), new Set(expected.keys()));
        // In any order, and twice.
        assert.deepEqual(statusesOf(disturb(random, arrived), lastEvents), statuses);
        if (loss > 0) continue;
        // If nothing was lost, the answers are true.
        const truths = new Map(lives.flatMap(({ truths }) => [...truths]));
        for (const status of statuses) {
          if (status.state === "unknown") continue;
          assert.ok(WORDS[truths.get(arnOf(status)) ?? ""]?.includes(status.state), arnOf(status));
        }
      }
    });
  }

  it("covers every state", () => {
    assert.equal(Object.keys(counts).length, KEY_STATES.length, JSON.stringify(counts));
  });
});
