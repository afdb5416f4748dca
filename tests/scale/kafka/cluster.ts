/** A Kafka cluster on loopback: brokers that are their own controllers (KRaft), each in its own process. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../../hosts/programs.js";
import { freePorts, isOpen, LOOPBACK } from "../../node/support/ports.js";
import { Running, until } from "../processes.js";

const CLUSTER_ID = "a2V5d2FyZC1zY2FsZS0wMA";
const HEAP = ["-Xmx256m", "-Xms128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
const TOOL = ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];
const START_SECONDS = 60;

/** Partitions per topic; a topic is created at its first write. */
export const PARTITIONS = 6;
/** A broker that is silent for this long counts as lost. */
export const BROKER_SESSION_SECONDS = 6;

interface Broker {
  id: number;
  port: number;
  config: string;
  process?: Running;
}

export class KafkaCluster {
  private constructor(
    private readonly program: Program,
    private readonly brokers: readonly Broker[],
  ) {}

  /** Starts `count` brokers, which write below the folder. They end with this process at the latest. */
  static async start(program: Program, folder: string, count = 3): Promise<KafkaCluster> {
    const ports = await freePorts(2 * count);
    const brokers = Array.from({ length: count }, (_, index): Broker => {
      const config = join(folder, `broker-${index + 1}.properties`);
      writeFileSync(config, properties(index + 1, ports, join(folder, `broker-${index + 1}`)));
      return { id: index + 1, port: ports[index] ?? 0, config };
    });
    const cluster = new KafkaCluster(program, brokers);
    await Promise.all(
      brokers.map(({ config }) => cluster.run("kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", config)),
    );
    for (const { id } of brokers) cluster.startBroker(id);
    for (const { id } of brokers) await cluster.isUp(id);
    return cluster;
  }

  /** `host:port` of each broker. */
  get addresses(): string[] {
    return this.brokers.map(({ port }) => `${LOOPBACK}:${port}`);
  }

  /** The same for Kafka's own tools and clients. */
  get bootstrap(): string {
    return this.addresses.join(",");
  }

  get brokerIds(): number[] {
    return this.brokers.map(({ id }) => id);
  }

  /** Returns a broker's process, to kill, freeze or stop it. */
  broker(id: number): Running {
    const found = this.find(id).process;
    if (found === undefined) throw new Error(`broker ${id} has not been started`);
    return found;
  }

  /** Restarts a broker, on the same port and with its data. */
  startBroker(id: number): void {
    const broker = this.find(id);
    broker.process = new Running(`broker ${id}`, this.program, [...HEAP, "kafka.Kafka", broker.config]);
  }

  /** Resolves when the broker accepts connections. */
  async isUp(id: number): Promise<void> {
    await until("it listens", () => isOpen(this.find(id).port), START_SECONDS, [this.broker(id)]);
  }

  /** Runs one of Kafka's tools, e.g. `admin("TopicCommand", "--list")`. Resolves to its output; starting Java takes 2 seconds. */
  admin(tool: string, ...args: string[]): Promise<string> {
    return this.run(`org.apache.kafka.tools.${tool}`, "--bootstrap-server", this.bootstrap, ...args);
  }

  async createTopic(topic: string, ...args: string[]): Promise<void> {
    await this.admin("TopicCommand", "--create", "--topic", topic, ...args);
  }

  /** Changes a topic's setting, e.g. with `--add-config`, `max.message.bytes=1`. */
  async alterTopic(topic: string, ...change: string[]): Promise<void> {
    const entity = ["--entity-type", "topics", "--entity-name", topic];
    await this.run("kafka.admin.ConfigCommand", "--bootstrap-server", this.bootstrap, "--alter", ...entity, ...change);
  }

  /** Returns the number of records in each partition of the topics, as Kafka's tool prints it. */
  offsetsOf(...topics: string[]): Promise<string> {
    return this.admin("GetOffsetShell", "--topic-partitions", topics.join());
  }

  /** Returns how many records the topic holds. */
  async countOf(topic: string): Promise<number> {
    const counts = [...(await this.offsetsOf(topic)).matchAll(/:(\d+)$/gm)].map(([, count]) => Number(count));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** Returns the broker that leads a partition. */
  async leaderOf(topic: string, partition: number): Promise<number> {
    const text = await this.admin("TopicCommand", "--describe", "--topic", topic);
    return idIn(text, new RegExp(`Partition: ${partition}\\s+Leader: (\\d+)`));
  }

  /** Returns the broker that manages a consumer group. */
  async coordinatorOf(group: string): Promise<number> {
    const text = await this.admin("consumer.group.ConsumerGroupCommand", "--describe", "--state", "--group", group);
    return idIn(text, /:\d+\s+\((\d+)\)/);
  }

  /** Returns the number of partitions of each member of a consumer group. */
  async sharesOf(group: string): Promise<number[]> {
    const text = await this.admin("consumer.group.ConsumerGroupCommand", "--describe", "--members", "--group", group);
    const lines = text.split("\n").filter((line) => line.startsWith(`${group} `));
    return lines.map((line) => Number(line.trim().split(/\s+/).at(-1)));
  }

  /** Ends all brokers at once: their data is no longer needed. */
  async stop(): Promise<void> {
    await Promise.all(this.brokers.flatMap(({ process }) => (process === undefined ? [] : [process.kill()])));
  }

  private find(id: number): Broker {
    const broker = this.brokers.find((one) => one.id === id);
    if (broker === undefined) throw new RangeError(`there is no broker ${id}`);
    return broker;
  }

  private async run(main: string, ...args: string[]): Promise<string> {
    const tool = new Running(main, this.program, [...TOOL, main, ...args]);
    const code = await tool.ended;
    if (code !== 0) throw new Error(`${main} ${args.join(" ")} ended with ${code ?? ""}:\n${tool.said}`);
    return tool.said;
  }
}

function idIn(text: string, pattern: RegExp): number {
  const id = pattern.exec(text)?.[1];
  if (id === undefined) throw new Error(`no ${String(pattern)} in what Kafka's tool says:\n${text}`);
  return Number(id);
}

function properties(id: number, ports: readonly number[], logs: string): string {
  const count = ports.length / 2;
  const controllers = ports.slice(count);
  const replicas = Math.min(3, count);
  const settings = {
    "process.roles": "broker,controller",
    "node.id": id,
    "controller.quorum.voters": controllers.map((port, index) => `${index + 1}@${LOOPBACK}:${port}`).join(","),
    "controller.listener.names": "CONTROLLER",
    listeners: `PLAINTEXT://${LOOPBACK}:${ports[id - 1] ?? 0},CONTROLLER://${LOOPBACK}:${controllers[id - 1] ?? 0}`,
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "log.dirs": logs,
    "num.partitions": PARTITIONS,
    "default.replication.factor": replicas,
    "min.insync.replicas": Math.min(2, replicas),
    "offsets.topic.replication.factor": replicas,
    "offsets.topic.num.partitions": 3,
    "transaction.state.log.replication.factor": replicas,
    "transaction.state.log.min.isr": Math.min(2, replicas),
    "transaction.state.log.num.partitions": 3,
    // Members that start together are assigned together.
    "group.initial.rebalance.delay.ms": 1000,
    "broker.session.timeout.ms": BROKER_SESSION_SECONDS * 1000,
    "broker.heartbeat.interval.ms": 1000,
    // A record of 1 MB, plus Keyward's additions.
    "message.max.bytes": 2_000_000,
    "replica.fetch.max.bytes": 4_000_000,
    // Timestamps say when a broker received the record, whoever wrote it.
    "log.message.timestamp.type": "LogAppendTime",
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join("");
}
