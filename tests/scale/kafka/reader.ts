/** Everything that comes into some topics, as it comes: Bento says where each record is, and the digest of its bytes. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { madeProgram } from "../../hosts/programs.js";
import { Running } from "../processes.js";
import { PARTITIONS, type KafkaCluster } from "./cluster.js";

export interface Arrival {
  topic: string;
  partition: number;
  /** When a broker had it, in milliseconds since 1970. */
  time: number;
  key: string;
  /** SHA-256 of the value, as hexadecimal digits. */
  digest: string;
}

export const digestOf = (value: Uint8Array): string => createHash("sha256").update(value).digest("hex");

/** Reads the topics from their beginnings on, each partition in order, until it is ended. */
export async function startReader(
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
        // No group, so that nothing moves: in order, a batch of each partition at a time.
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
