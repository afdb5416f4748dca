/** The ledger, without a cluster: it shows every way in which records go wrong. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PARTITIONS } from "./kafka/cluster.js";
import { idOf } from "./kafka/feed.js";
import { topicsOf } from "./kafka/member.js";
import { digestOf, type Arrival } from "./kafka/reader.js";
import { Ledger, type TwiceBound } from "./ledger.js";

const COUNT = 4 * PARTITIONS;
const ALERT = 7;
const START = 1_000_000;
const TOPICS = topicsOf("t");
const records = Array.from({ length: COUNT }, (_, number) => Buffer.from(`record ${number}`));
const inputs = records.map(digestOf);
const tagged = inputs.map((digest, number) => (number === ALERT ? digestOf(Buffer.from("annotated")) : digest));

function arrival(topic: string, number: number, changes: Partial<Arrival> = {}): Arrival {
  const digest = (topic === TOPICS.input ? inputs : tagged)[number] ?? "";
  return { topic, partition: number % PARTITIONS, time: START + number * 100, key: idOf(number), digest, ...changes };
}

/** Returns the ledger of correct arrivals, altered by `change`. */
function ledgerOf(change: (arrivals: Arrival[]) => Arrival[] = (all) => all): Ledger {
  const numbers = records.map((_, number) => number);
  const all = [
    ...numbers.map((number) => arrival(TOPICS.input, number)),
    ...numbers.map((number) => arrival(TOPICS.tagged, number)),
    arrival(TOPICS.alerts, ALERT),
  ];
  const stream = { records, tagged, isAlert: numbers.map((number) => number === ALERT) };
  const ledger = new Ledger(TOPICS, stream, inputs);
  for (const one of change(all)) ledger.add(one);
  return ledger;
}

function found(
  ledger: Ledger,
  bound?: TwiceBound,
): [missing: number, foreign: number, twice: number, problems: number] {
  return [ledger.missing, ledger.foreign, ledger.twice, ledger.problems(bound).length];
}

const isIn = (topic: string, number: number) => (one: Arrival) => one.topic === topic && one.key === idOf(number);

describe("the ledger", () => {
  it("reports nothing if everything is right", () => {
    assert.deepEqual(found(ledgerOf()), [0, 0, 0, 0]);
  });

  for (const topic of [TOPICS.tagged, TOPICS.alerts]) {
    it(`misses a record in ${topic}`, () => {
      const without = (all: Arrival[]): Arrival[] => all.filter((one) => !isIn(topic, ALERT)(one));
      assert.equal(ledgerOf(without).missing, 1);
    });
  }

  it("waits for every record of every topic, the input included", () => {
    assert.equal(ledgerOf().awaited, 0);
    for (const topic of [TOPICS.input, TOPICS.tagged, TOPICS.alerts]) {
      const without = (all: Arrival[]): Arrival[] => all.filter((one) => !isIn(topic, ALERT)(one));
      assert.equal(ledgerOf(without).awaited, 1, topic);
    }
  });

  it("reports other bytes, another partition, an unknown key, and an unexpected alert", () => {
    for (const one of [
      arrival(TOPICS.tagged, 3, { digest: inputs[4] ?? "" }),
      arrival(TOPICS.tagged, ALERT, { digest: inputs[ALERT] ?? "" }),
      arrival(TOPICS.tagged, 3, { partition: 4 }),
      arrival(TOPICS.tagged, COUNT),
      arrival(TOPICS.alerts, 3),
    ]) {
      const ledger = ledgerOf((all) => [...all, one]);
      assert.deepEqual(found(ledger), [0, 1, 0, 1]);
    }
  });

  it("reports duplicates, except those in flight", () => {
    const again = [0, PARTITIONS].map((number) => arrival(TOPICS.tagged, number, { time: START + 9000 }));
    const ledger = ledgerOf((all) => [...all, ...again]);
    assert.deepEqual(found(ledger), [0, 0, 2, 1]);
    assert.deepEqual(found(ledger, { since: START, underWay: 0 }), [0, 0, 2, 0]);
    assert.deepEqual(found(ledger, { since: START + 5000, underWay: 2 }), [0, 0, 2, 0]);
    assert.deepEqual(found(ledger, { since: START + 5000, underWay: 1 }), [0, 0, 2, 1]);
  });

  it("does not blame the pipeline for what was sent twice", () => {
    const again = [TOPICS.input, TOPICS.tagged].map((topic) => arrival(topic, 3));
    assert.deepEqual(found(ledgerOf((all) => [...all, ...again])), [0, 0, 0, 0]);
  });

  it("reports another order", () => {
    const swapped = (all: Arrival[]): Arrival[] => {
      const [first, second] = [3, 3 + PARTITIONS].map((number) => all.findIndex(isIn(TOPICS.tagged, number))) as [
        number,
        number,
      ];
      return all.with(first, all[second] as Arrival).with(second, all[first] as Arrival);
    };
    assert.deepEqual(found(ledgerOf(swapped)), [0, 0, 0, 1]);
  });

  it("measures the longest pause of a partition", () => {
    const from = START + 9 * 100;
    const late = (all: Arrival[]): Arrival[] =>
      all.map((one) =>
        one.topic === TOPICS.tagged && one.partition === 3 && one.time > from ? { ...one, time: one.time + 6000 } : one,
      );
    // Number 15 is the first of partition 3 after it.
    assert.equal(ledgerOf(late).pauseAfter(from), (1500 + 6000 - 900) / 1000);
    assert.equal(ledgerOf().pauseAfter(from), 0.6);
  });
});
