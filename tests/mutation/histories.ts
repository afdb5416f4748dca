/** Sequences of events, with configurations that remember: windows and their edges, and more than is remembered. */
import { indexes } from "./inputs.js";

const BEGIN = Date.UTC(2026, 11, 5, 22) / 1000;
const REMEMBERED = 4096;
const IN_ONE = 256;

interface History {
  config: object;
  records: () => Iterable<object>;
}

interface Sent {
  id: string;
  key: string;
  at: number;
  [member: string]: unknown;
}

function eventOf({ id, key, at, ...members }: Sent): object {
  const eventTime = new Date((BEGIN + at) * 1000).toISOString();
  const requestParameters = { keyId: key };
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "DisableKey",
    eventID: id,
    eventTime,
    requestParameters,
    ...members,
  };
}

/** Yields events that come quickly, late, twice and in bursts, at the edges of one-minute windows. */
function* steps(): Iterable<object> {
  const offsets = [0, 1, 59, 60, 61, -1, -59, -60, -61, 119, 120, 121, 30, 29];
  for (const round of indexes(20)) {
    for (const [index, offset] of offsets.entries()) {
      const at = round * 37 + offset;
      yield eventOf({ id: `id-${(round + index) % 9}`, key: `key-${(round * 3 + index) % 7}`, at });
    }
  }
}

/** Yields an event again after other events: one fewer than are remembered, and exactly as many. */
function* floods(spread: number): Iterable<object> {
  for (const others of [REMEMBERED - 1, REMEMBERED]) {
    const first = { id: `first-${others}`, key: `first-${others}`, at: others * 100_000 };
    yield eventOf(first);
    for (let from = 0; from < others; from += IN_ONE) {
      const events = indexes(Math.min(IN_ONE, others - from)).map((index) =>
        eventOf({
          id: `${others}-${from + index}`,
          key: `${others}-${from + index}`,
          at: first.at + (from + index + 1) * spread,
        }),
      );
      yield { Records: events };
    }
    yield eventOf(first);
    yield eventOf({ ...first, id: "other" });
  }
}

const escalate = { distinct_keys: 3, window_seconds: 60, severity: "critical", risk_score: 99 };

export const HISTORIES: readonly History[] = [
  { config: { duplicates: { window_seconds: 60 } }, records: steps },
  { config: { cap: { count: 2, period_seconds: 60 } }, records: steps },
  { config: { escalate }, records: steps },
  { config: { escalate, duplicates: { window_seconds: 60 }, cap: { count: 3, period_seconds: 60 } }, records: steps },
  { config: { duplicates: { window_seconds: 60 } }, records: () => floods(0) },
  { config: { cap: { count: 1, period_seconds: 1 } }, records: () => floods(2) },
  { config: { escalate: { ...escalate, distinct_keys: 2, window_seconds: 1 } }, records: () => floods(10) },
];
