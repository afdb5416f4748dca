/** Feeds records into a topic at an even pace, with Bento reading its standard input. */
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { madeProgram } from "../../hosts/programs.js";
import { Running } from "../processes.js";
import { PARTITIONS, type KafkaCluster } from "./cluster.js";

const ID_DIGITS = 8;
const LONGEST_LINE = 4_000_000;
const NEWLINE = Buffer.from("\n");
const STEP_MILLISECONDS = 50;

/** Returns a record's id, which is its key. */
export const idOf = (number: number): string => String(number).padStart(ID_DIGITS, "0");

/**
 * Writes the records to the topic, keyed by number, which decides the partition. Resolves when the brokers have all of them,
 * after at least this many seconds. Records must not contain a line feed.
 */
export async function feed(
  cluster: KafkaCluster,
  topic: string,
  records: readonly Buffer[],
  seconds: number,
  folder: string,
): Promise<void> {
  const config = join(folder, `feed-${topic}.json`);
  writeFileSync(config, JSON.stringify(pipeline(cluster.addresses, topic)));
  const bento = new Running(`feed of ${topic}`, await madeProgram("bento"), ["--config", config], { cwd: folder });
  const start = Date.now();
  for (let sent = 0; sent < records.length;) {
    if (bento.hasEnded) break;
    const share = seconds === 0 ? 1 : Math.min(1, (Date.now() - start + STEP_MILLISECONDS) / (seconds * 1000));
    // In pieces: otherwise the records would be in memory twice.
    const end = Math.min(sent + 5000, Math.ceil(share * records.length));
    const parts = records
      .slice(sent, end)
      .flatMap((record, index) => [Buffer.from(idOf(sent + index)), record, NEWLINE]);
    sent = end;
    if (parts.length > 0 && !bento.input.write(Buffer.concat(parts))) await roomIn(bento);
    if (share < 1) await setTimeout(STEP_MILLISECONDS);
  }
  bento.input.end();
  const code = await bento.ended;
  if (code !== 0) throw new Error(`${bento.name} ended with ${code ?? "an error"}:\n${bento.said}`);
}

/** Resolves when it can take more, or has ended. */
async function roomIn(bento: Running): Promise<void> {
  const drained = once(bento.input, "drain").catch(() => undefined);
  await Promise.race([drained, bento.ended]);
}

function pipeline(addresses: readonly string[], topic: string): object {
  return {
    http: { enabled: false },
    logger: { level: "WARN" },
    input: { stdin: { scanner: { lines: { max_buffer_size: LONGEST_LINE } }, auto_replay_nacks: true } },
    pipeline: {
      threads: 1,
      processors: [
        { mapping: `meta id = content().slice(0, ${ID_DIGITS}).string()\nroot = content().slice(${ID_DIGITS})` },
      ],
    },
    output: {
      kafka_franz: {
        seed_brokers: addresses,
        topic,
        key: "${! @id }",
        partitioner: "manual",
        partition: `\${! @id.number() % ${PARTITIONS} }`,
        max_message_bytes: "2MB",
        timeout: "60s",
        // In order.
        max_in_flight: 1,
        batching: { count: 1000, period: "20ms" },
      },
    },
  };
}
