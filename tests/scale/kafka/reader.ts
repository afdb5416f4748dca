/** Reads everything that arrives in some topics: Bento reports the position of each record, and a digest of its bytes. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { madeProgram } from "../../hosts/programs.js";
import { Running, until } from "../processes.js";
import { PARTITIONS, type KafkaCluster } from "./cluster.js";
import type { Topics } from "./member.js";

const MAX_SECONDS = 240;
/** After this long without a new record, everything has arrived, duplicates included. */
const QUIET_MILLISECONDS = 1000;
/** The same if something is missing. */
const PATIENCE_MILLISECONDS = 30_000;

export interface Arrival {
  topic: string;
  partition: number;
  /** When a broker received it, in milliseconds since 1970. */
  time: number;
  key: string;
  /** SHA-256 of the value, in hex. */
  digest: string;
}

export const digestOf = (value: Uint8Array): string => createHash("sha256").update(value).digest("hex");

/** Collects arrivals. */
export interface Collector {
  add: (arrival: Arrival) => void;
  /** Number of arrivals so far. */
  read: number;
  /** Number of records that are still to be read, of any of the topics. */
  awaited: number;
}

/** Reads the topics until everything has arrived, or until that takes too long; the collector then says what is missing. */
export async function readAll(
  cluster: KafkaCluster,
  topics: Topics,
  collector: Collector,
  folder: string,
): Promise<void> {
  const reader = await startReader(cluster, Object.values(topics), folder, (arrival) => {
    collector.add(arrival);
  });
  let [read, since] = [0, Date.now()];
  const isQuiet = (): boolean => {
    if (collector.read !== read) [read, since] = [collector.read, Date.now()];
    return Date.now() - since > (collector.awaited === 0 ? QUIET_MILLISECONDS : PATIENCE_MILLISECONDS);
  };
  try {
    await until("all has been read", isQuiet, MAX_SECONDS, [reader]);
  } finally {
    await reader.kill();
  }
}

/** Reads the topics from their beginnings, each partition in order, until it is ended. */
async function startReader(
  cluster: KafkaCluster,
  topics: readonly string[],
  folder: string,
  onArrival: (arrival: Arrival) => void,
): Promise<Running> {
  const config = join(folder, `read-${topics[0] ?? ""}.json`);
  writeFileSync(config, JSON.stringify(pipeline(cluster.addresses, topics)));
  const onLine = (line: string): void => {
    const [topic = "", partition, time, key = "", digest = ""] = line.split(" ");
    onArrival({ topic, partition: Number(partition), time: Number(time), key, digest });
  };
  return new Running(`reader of ${topics.join()}`, await madeProgram("bento"), ["--config", config], {
    cwd: folder,
    onLine,
  });
}

function pipeline(addresses: readonly string[], topics: readonly string[]): object {
  return {
    http: { enabled: false },
    logger: { level: "ERROR" },
    input: {
      kafka: {
        addresses,
        topics: topics.map((topic) => `${topic}:0-${PARTITIONS - 1}`),
        // Without a group, so that nothing rebalances: in order, one batch per partition at a time.
        checkpoint_limit: 1,
        batching: { count: 1000, period: "20ms" },
      },
    },
    pipeline: {
      threads: 1,
      processors: [
        {
          mapping:
            'root = [@kafka_topic, @kafka_partition.string(), @kafka_timestamp_unix_ms.string(), @kafka_key, content().hash("sha256").encode("hex")].join(" ")',
        },
      ],
    },
    output: { stdout: { codec: "lines" } },
  };
}
