/** Workers of Kafka Connect in distributed mode, with Keyward's transform in their `plugin.path`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { madeProgram } from "../../hosts/programs.js";
import type { KafkaCluster } from "../kafka/cluster.js";
import { freePorts, LOOPBACK } from "../../node/support/ports.js";
import { Running, until } from "../processes.js";

const HEAP = ["-Xmx384m", "-XX:+UseSerialGC"];
const START_SECONDS = 120;
/** A worker that is silent for this long counts as lost. */
export const WORKER_SESSION_SECONDS = 6;
const ANSWER_MILLISECONDS = 10_000;
/** How often a worker commits its position: what it wrote after that is written again by another worker. */
export const FLUSH_MILLISECONDS = 1000;

interface Status {
  tasks: { state: string; worker_id: string; trace?: string }[];
}

export interface WorkerOptions {
  group: string;
  cluster: KafkaCluster;
  folder: string;
  /** Its `plugin.path`. */
  plugins: string;
}

export class Worker {
  private constructor(
    readonly process: Running,
    /** Its name in a connector's status, and its interface's address. */
    readonly id: string,
  ) {}

  /** Starts a worker of the group. */
  static async start(name: string, { group, cluster, folder, plugins }: WorkerOptions): Promise<Worker> {
    const [port = 0] = await freePorts(1);
    const config = join(folder, `${name}.properties`);
    writeFileSync(config, properties(group, port, cluster.bootstrap, plugins));
    const main = "org.apache.kafka.connect.cli.ConnectDistributed";
    const process = new Running(`worker ${name}`, await madeProgram("kafka"), [...HEAP, main, config]);
    return new Worker(process, `${LOOPBACK}:${port}`);
  }

  async isUp(): Promise<void> {
    await until("it answers", async () => (await this.ask("/connectors")) !== undefined, START_SECONDS, [this.process]);
  }

  /** Creates or reconfigures a connector; retries while the workers rebalance. */
  async put(connector: string, config: Record<string, string>): Promise<void> {
    let said = "";
    const isTaken = async (): Promise<boolean> => {
      const response = await fetch(`http://${this.id}/connectors/${connector}/config`, {
        method: "PUT",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(config),
      });
      said = await response.text();
      if (response.status === 400) throw new Error(`${connector} was refused: ${said}`);
      return response.ok;
    };
    await until(`${connector} is taken`, isTaken, START_SECONDS, [this.process]);
  }

  /** Returns the worker of each task of a connector; undefined until there are enough and all run. Throws if one failed. */
  async tasksOf(connector: string, count: number): Promise<string[] | undefined> {
    const status = (await this.ask(`/connectors/${connector}/status`)) as Status | undefined;
    const tasks = status?.tasks ?? [];
    const failed = tasks.find(({ state }) => state === "FAILED");
    if (failed !== undefined) throw new Error(`a task of ${connector} failed: ${failed.trace ?? ""}`);
    if (tasks.length !== count || tasks.some(({ state }) => state !== "RUNNING")) return undefined;
    return tasks.map((task) => task.worker_id);
  }

  /** Returns its description of a connector and its tasks, for an error message. */
  async describe(connector: string): Promise<string> {
    return JSON.stringify(await this.ask(`/connectors/${connector}/status`));
  }

  /** Returns its interface's answer; undefined if there is none. */
  private async ask(path: string): Promise<unknown> {
    try {
      const response = await fetch(`http://${this.id}${path}`, { signal: AbortSignal.timeout(ANSWER_MILLISECONDS) });
      return response.ok ? await response.json() : undefined;
    } catch {
      await setTimeout(200);
      return undefined;
    }
  }
}

function properties(group: string, port: number, bootstrap: string, plugins: string): string {
  const converter = "org.apache.kafka.connect.converters.ByteArrayConverter";
  const settings = {
    "bootstrap.servers": bootstrap,
    "group.id": group,
    "key.converter": converter,
    "value.converter": converter,
    "plugin.path": plugins,
    listeners: `http://${LOOPBACK}:${port}`,
    "rest.advertised.host.name": LOOPBACK,
    "rest.advertised.port": port,
    "config.storage.topic": `${group}-configs`,
    "offset.storage.topic": `${group}-offsets`,
    "offset.storage.partitions": 3,
    "status.storage.topic": `${group}-status`,
    "status.storage.partitions": 3,
    "config.storage.replication.factor": 3,
    "offset.storage.replication.factor": 3,
    "status.storage.replication.factor": 3,
    "offset.flush.interval.ms": FLUSH_MILLISECONDS,
    "session.timeout.ms": WORKER_SESSION_SECONDS * 1000,
    "heartbeat.interval.ms": 1000,
    // By default, the tasks of a lost worker wait five minutes for it to return.
    "scheduled.rebalance.max.delay.ms": 0,
    "producer.max.request.size": 2_000_000,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}
