/** Two Kafka Connect workers run MirrorMaker through Keyward's transform, and one is lost. */
import { join } from "node:path";
import { packageTransform } from "../../hosts/kafka-connect.js";
import { FLUSH_MILLISECONDS, Worker, WORKER_SESSION_SECONDS } from "../connect/worker.js";
import type { KafkaCluster } from "../kafka/cluster.js";
import { feed } from "../kafka/feed.js";
import { digestOf, readAll } from "../kafka/reader.js";
import { Ledger } from "../ledger.js";
import { until } from "../processes.js";
import type { RowResult, ScaleContext, ScaleRow } from "../row.js";
import { eventStream } from "../stream.js";

/** Long enough for a quarter to be noticed in time: Kafka's own tool takes seconds to count. */
const FEED_SECONDS = 24;
const TASKS = 2;
/** The session timeout, plus 6 seconds to redistribute and start the tasks; 3 were observed. */
const WITHIN = WORKER_SESSION_SECONDS + 6;
/** Offsets are committed once a second, which takes a moment; half a second is for the clocks. */
const UNDER_WAY_MILLISECONDS = FLUSH_MILLISECONDS + 1500;
const NAME = "connect";
/** MirrorMaker prefixes a topic with its source's alias. */
const TOPICS = { input: NAME, tagged: `tagged.${NAME}`, alerts: `alerts.${NAME}` };

export const workerKilled: ScaleRow = {
  name: "Kafka Connect, a worker killed",
  needs: ["kafka", "bento"],
  run: runWorkers,
};

async function runWorkers(context: ScaleContext): Promise<RowResult> {
  const [cluster, folder, stream] = await Promise.all([
    context.kafka(),
    context.folder(),
    eventStream(context.records),
  ]);
  for (const topic of Object.values(TOPICS)) await cluster.createTopic(topic);
  const ledger = new Ledger(TOPICS, stream, stream.records.map(digestOf));
  const options = { group: NAME, cluster, folder, plugins: packageTransform(join(folder, "transform")) };
  const workers = [await Worker.start("a", options), await Worker.start("b", options)] as const;
  const processes = workers.map((worker) => worker.process);
  try {
    await Promise.all(workers.map((worker) => worker.isUp()));
    const [a, b] = workers;
    for (const [alias, mode] of [
      ["tagged", "tag"],
      ["alerts", "keep"],
    ] as const) {
      await a.put(alias, mirror(cluster, alias, mode));
    }
    const isShared = async (): Promise<boolean> => {
      const places = [await a.tasksOf("tagged", TASKS), await a.tasksOf("alerts", TASKS)];
      return places.every((place) => place !== undefined && new Set(place).size === 2);
    };
    await until("both workers have tasks of both connectors", isShared, 90, processes);
    const fed = feed(cluster, TOPICS.input, stream.records, FEED_SECONDS, folder);
    // Its failure is reported where it is awaited.
    fed.catch(() => undefined);
    await until(
      "a quarter has come out",
      async () => (await cluster.countOf(TOPICS.tagged)) >= stream.records.length / 4,
      90,
      processes,
    );
    const killed = Date.now();
    await b.process.kill();
    await fed;
    await readAll(cluster, TOPICS, ledger, folder);
    const takeover = ledger.pauseAfter(killed);
    const { missing, foreign, twice } = ledger;
    const broken = ledger.problems({ since: killed - UNDER_WAY_MILLISECONDS, underWay: 0 });
    if (missing > 0) broken.push(`${a.process.name} said: ${a.process.said}`);
    return { records: stream.records.length, missing, foreign, twice, takeover, within: WITHIN, broken };
  } catch (error) {
    const { message } = error as Error;
    const status = [await workers[0].describe("tagged"), await workers[0].describe("alerts")].join("\n");
    throw new Error(`${message}\n${status}\n${await cluster.offsetsOf(...Object.values(TOPICS)).catch(String)}`, {
      cause: error,
    });
  } finally {
    await Promise.all(processes.map((one) => one.kill()));
  }
}

/** Returns a connector that copies the topic within the cluster, through the transform. */
function mirror(cluster: KafkaCluster, alias: string, mode: "tag" | "keep"): Record<string, string> {
  return {
    "connector.class": "org.apache.kafka.connect.mirror.MirrorSourceConnector",
    "tasks.max": String(TASKS),
    "source.cluster.alias": alias,
    "target.cluster.alias": "here",
    "source.cluster.bootstrap.servers": cluster.bootstrap,
    "target.cluster.bootstrap.servers": cluster.bootstrap,
    topics: TOPICS.input,
    "replication.factor": "3",
    "offset-syncs.topic.replication.factor": "3",
    "sync.topic.acls.enabled": "false",
    "sync.topic.configs.enabled": "false",
    "consumer.auto.offset.reset": "earliest",
    "consumer.fetch.max.wait.ms": "100",
    transforms: "keyward",
    "transforms.keyward.type": "io.github.keyward.connect.KeywardTransform",
    "transforms.keyward.mode": mode,
  };
}
