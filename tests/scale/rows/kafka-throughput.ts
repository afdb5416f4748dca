/** Keyward's cost in a consumer group, compared with a pipeline without it and one that states the plain rule itself. */
import { setTimeout } from "node:timers/promises";
import { feed } from "../kafka/feed.js";
import { Member, topicsOf } from "../kafka/member.js";
import { digestOf, readAll } from "../kafka/reader.js";
import { Ledger } from "../ledger.js";
import { until } from "../processes.js";
import type { RowResult, ScaleContext, ScaleRow } from "../row.js";
import { eventStream, type Stream } from "../stream.js";

/** Factor for the number of records: some seconds of work. */
const TIMES = 2;
/** Bento has started after this time, which does not count. */
const START_SECONDS = 3;
const MAX_SECONDS = 120;

/** The plain rule for raw events at the top level, in Bento's own language: it knows no other shapes and no annotation. */
const PLAIN_RULE = `meta keyward_verdict = if this.eventSource.or("") == "kms.amazonaws.com" &&
  ["DisableKey", "ScheduleKeyDeletion"].contains(this.eventName.or("")) &&
  this.errorCode.or("") == "" { "match" } else { deleted() }`;

interface Variant {
  /** The name of its topics and its group. */
  name: string;
  members: number;
  processors?: object[];
  /** The expected output, if it is not Keyward's. */
  outputOf?: (stream: Stream) => Stream;
}

const asItCame = (stream: Stream): Stream => ({ ...stream, tagged: stream.records.map(digestOf) });

export const throughput: readonly ScaleRow[] = [
  rowOf("Kafka, 1 member, no processor", {
    name: "load-none",
    members: 1,
    processors: [],
    outputOf: (stream) => ({ ...asItCame(stream), isAlert: stream.records.map(() => false) }),
  }),
  rowOf("Kafka, 1 member, the plain rule in Bloblang", {
    name: "load-bloblang",
    members: 1,
    processors: [{ mapping: PLAIN_RULE }],
    outputOf: asItCame,
  }),
  rowOf("Kafka, 1 member, Keyward", { name: "load-one", members: 1 }),
  rowOf("Kafka, 2 members, Keyward", { name: "load-two", members: 2 }),
];

function rowOf(name: string, variant: Variant): ScaleRow {
  return { name, needs: ["kafka", "bento"], run: (context) => runLoad(context, variant) };
}

async function runLoad(
  context: ScaleContext,
  { name, members: count, processors, outputOf }: Variant,
): Promise<RowResult> {
  const [cluster, folder, stream] = await Promise.all([
    context.kafka(),
    context.folder(),
    eventStream(TIMES * context.records),
  ]);
  const records = stream.records.length;
  const topics = topicsOf(name);
  const start = (member: string, input: string): Promise<Member> => {
    const options = { name: member, folder, cluster, topics: { ...topics, input }, group: `${input}-group` };
    return Member.start({ ...options, ...(processors !== undefined && { processors }) });
  };
  // The alerts' topic too: without a processor nothing would create it.
  await Promise.all([topics.input, topics.alerts].map((topic) => cluster.createTopic(topic)));
  await feed(cluster, topics.input, stream.records, 0, folder);
  const idle = await start("idle", `${name}-empty`);
  await setTimeout(START_SECONDS * 1000);
  const startSeconds = await idle.processorSeconds();
  await idle.kill();
  const members = await Promise.all(
    Array.from({ length: count }, (_, index) => start(`${name}-${index}`, topics.input)),
  );
  try {
    const sum = async (of: (member: Member) => Promise<number>): Promise<number> =>
      (await Promise.all(members.map(of))).reduce((total, one) => total + one, 0);
    const processed = (): Promise<number> => sum((member) => member.metric("output_sent").catch(() => 0));
    await until("all has been processed", async () => (await processed()) >= records, MAX_SECONDS, members);
    const ledger = new Ledger(topics, outputOf?.(stream) ?? stream, stream.records.map(digestOf));
    const seconds = (await sum((member) => member.processorSeconds())) - count * startSeconds;
    await readAll(cluster, topics, ledger, folder);
    return {
      records,
      missing: ledger.missing,
      foreign: ledger.foreign,
      twice: ledger.twice,
      microseconds: (seconds / records) * 1e6,
      perSecond: records / ledger.taggedSeconds,
      broken: ledger.problems(),
    };
  } finally {
    await Promise.all(members.map((member) => member.kill()));
  }
}
