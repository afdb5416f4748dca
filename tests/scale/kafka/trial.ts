/** A fault in a consumer group: records flow through two members, something breaks, and everything must arrive as if it had not. */
import { Ledger } from "../ledger.js";
import { until } from "../processes.js";
import type { RowResult, ScaleContext } from "../row.js";
import { eventStream, type Stream } from "../stream.js";
import { PARTITIONS, type KafkaCluster } from "./cluster.js";
import { feed } from "./feed.js";
import { Member, topicsOf, UNDER_WAY, type Topics } from "./member.js";
import { digestOf, readAll } from "./reader.js";

/** How long records flow, so that there is a before and an after. */
const FEED_SECONDS = 14;
/** Work is committed once a second (Bento's commit_period); half a second is for the clocks. */
const COMMIT_MILLISECONDS = 1500;

export interface Trial {
  cluster: KafkaCluster;
  topics: Topics;
  /** Both of one group; each has processed something. */
  members: readonly [Member, Member];
}

export interface Fault {
  /** Breaks something; `broke` is called at that moment. Resolves when it is finished, e.g. when a broker is back. */
  strike: (trial: Trial, broke: () => void) => Promise<void>;
  /** Whether the interruption ends when `strike` resolves. Default: the group must recover by itself. */
  ends?: boolean;
  /** Everything must go on within this many seconds. */
  within: number;
  /** Called after everything is read: repairs what `strike` stopped. */
  mend?: (trial: Trial) => Promise<void>;
}

/** Puts the records through, with or without a fault in the middle. `name`: of its topics and its group. */
export async function runTrial(
  context: ScaleContext,
  name: string,
  fault?: Fault,
  streamOf: (count: number) => Promise<Stream> = eventStream,
): Promise<RowResult> {
  const [cluster, folder, stream] = await Promise.all([context.kafka(), context.folder(), streamOf(context.records)]);
  const topics = topicsOf(name);
  await cluster.createTopic(topics.input);
  const start = (member: string): Promise<Member> =>
    Member.start({ name: `${name}-${member}`, folder, cluster, topics, group: name });
  const members = [await start("a"), await start("b")] as const;
  const trial = { cluster, topics, members };
  const ledger = new Ledger(topics, stream, stream.records.map(digestOf));
  const broken: string[] = [];
  try {
    // The group is complete before anything flows: a member that joins later would be a fault of its own.
    await until("the group has shared the partitions out", () => isShared(cluster, name), 60, members);
    const fed = feed(cluster, topics.input, stream.records, FEED_SECONDS, folder);
    // Its failure is reported where it is awaited.
    fed.catch(() => undefined);
    await until("both members have a share", () => haveReceived(members, stream.records.length / 20), 60, members);
    let since: number | undefined;
    let from: number | undefined;
    if (fault !== undefined) {
      await fault.strike(trial, () => {
        since = Date.now();
      });
      from = fault.ends === true ? Date.now() : since;
    }
    await fed;
    await readAll(cluster, topics, ledger, folder);
    await fault?.mend?.(trial);
    const takeover = from === undefined ? undefined : ledger.pauseAfter(from);
    broken.push(
      ...ledger.problems(since === undefined ? undefined : { since: since - COMMIT_MILLISECONDS, underWay: UNDER_WAY }),
    );
    const { missing, foreign, twice } = ledger;
    if (missing > 0) broken.push(...members.map((member) => `${member.name} said: ${member.said}`));
    return {
      records: stream.records.length,
      missing,
      foreign,
      twice,
      ...(takeover !== undefined && { takeover }),
      ...(fault !== undefined && { within: fault.within }),
      broken,
    };
  } finally {
    await Promise.all(members.map((member) => member.kill()));
  }
}

async function isShared(cluster: KafkaCluster, group: string): Promise<boolean> {
  const shares = await cluster.sharesOf(group);
  return shares.length === 2 && shares.every((share) => share === PARTITIONS / 2);
}

async function haveReceived(members: readonly Member[], each: number): Promise<boolean> {
  const counts = await Promise.all(members.map((member) => member.metric("input_received").catch(() => 0)));
  return counts.every((count) => count >= each);
}
