/** A member of the consumer group: Bento with examples/kafka/tag.yaml, on its own topics. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { madeProgram } from "../../hosts/programs.js";
import { freePorts, LOOPBACK } from "../../node/support/ports.js";
import { Running } from "../processes.js";
import type { KafkaCluster } from "./cluster.js";

export const EXAMPLE = join(PROJECT_ROOT, "examples", "kafka");
const MODULE = join(PROJECT_ROOT, "build", "keyward.bento.wasm");

export interface Topics {
  input: string;
  tagged: string;
  alerts: string;
}

export const topicsOf = (name: string): Topics => ({ input: name, tagged: `${name}-tagged`, alerts: `${name}-alerts` });

interface OutputSettings {
  seed_brokers: string[];
  topic: string;
}

interface Pipeline {
  input: {
    kafka: {
      addresses: string[];
      topics: string[];
      consumer_group: string;
      group: { session_timeout: string };
      checkpoint_limit: number;
    };
  };
  pipeline: { processors: object[] };
  output: { switch: { cases: { output: { kafka_franz: OutputSettings } }[] } };
}

function readExample(): Pipeline {
  return parse(readFileSync(join(EXAMPLE, "tag.yaml"), "utf8")) as Pipeline;
}

const { group: GROUP, checkpoint_limit: CHECKPOINT_LIMIT } = readExample().input.kafka;
/** The example's session timeout in seconds: after it, a lost member's work is taken over. */
export const SESSION_SECONDS = Number.parseInt(GROUP.session_timeout, 10);
/** The example's limit for records in flight per partition. */
export const UNDER_WAY = CHECKPOINT_LIMIT;

export interface MemberOptions {
  name: string;
  /** An empty folder. */
  folder: string;
  cluster: KafkaCluster;
  topics: Topics;
  group: string;
  /** Processors to use instead of Keyward. */
  processors?: object[];
}

export class Member extends Running {
  private constructor(
    name: string,
    program: ConstructorParameters<typeof Running>[1],
    config: string,
    cwd: string,
    private readonly port: number,
  ) {
    super(name, program, ["--config", config], { cwd });
  }

  static async start({ name, folder, cluster, topics, group, processors }: MemberOptions): Promise<Member> {
    const [port = 0] = await freePorts(1);
    const pipeline = readExample();
    pipeline.input.kafka.addresses = cluster.addresses;
    pipeline.input.kafka.topics = [topics.input];
    pipeline.input.kafka.consumer_group = group;
    pipeline.pipeline.processors = processors ?? [{ wasm: { module_path: MODULE } }];
    for (const { output } of pipeline.output.switch.cases) {
      output.kafka_franz.seed_brokers = cluster.addresses;
      output.kafka_franz.topic = output.kafka_franz.topic.endsWith("-alerts") ? topics.alerts : topics.tagged;
    }
    const http = { enabled: true, address: `${LOOPBACK}:${port}` };
    const metrics = { prometheus: { add_process_metrics: true } };
    const config = join(folder, `${name}.json`);
    writeFileSync(config, JSON.stringify({ http, metrics, logger: { level: "WARN" }, ...pipeline }));
    return new Member(name, await madeProgram("bento"), config, folder, port);
  }

  /** Returns a Prometheus metric, summed over its labels; 0 if absent. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://${LOOPBACK}:${this.port}/metrics`)).text();
    return text
      .split("\n")
      .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" ") + 1)), 0);
  }

  /** Returns the processor time since its start, in seconds. */
  processorSeconds(): Promise<number> {
    return this.metric("process_cpu_seconds_total");
  }
}
