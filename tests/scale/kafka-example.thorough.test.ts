/** examples/kafka: the pipeline writes the recorded records to the topics. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { it } from "node:test";
import { programFor } from "../hosts/programs.js";
import { temporaryFolder } from "../node/support/files.js";
import { PROJECT_ROOT } from "../oracle/project.js";
import { KafkaCluster, PARTITIONS } from "./kafka/cluster.js";
import { EXAMPLE, topicsOf } from "./kafka/member.js";
import { Running, until } from "./processes.js";

interface Written {
  topic: string;
  key: string;
  value: string;
  headers: Record<string, string>;
}

const linesOf = (name: string): string[] => readFileSync(join(EXAMPLE, name), "utf8").trimEnd().split("\n");

it("tag.yaml writes the recorded lines, with each record's key and headers", async (t) => {
  const [kafka, bento] = [await programFor(t, "kafka"), await programFor(t, "bento")];
  if (kafka === undefined || bento === undefined) return;
  const folder = await temporaryFolder();
  const cluster = await KafkaCluster.start(kafka, folder, 1);
  const topics = topicsOf("cloudtrail");
  await Promise.all([topics.input, topics.tagged, topics.alerts].map((topic) => cluster.createTopic(topic)));
  const run = (name: string, config: string, onLine?: (line: string) => void): Running => {
    const path = join(folder, `${name}.yaml`);
    writeFileSync(path, config);
    const args = ["--set", "http.enabled=false", "--set", "logger.level=WARN", "-c", path];
    return new Running(name, bento, args, { cwd: folder, ...(onLine !== undefined && { onLine }) });
  };
  const written: Written[] = [];
  const programs: Running[] = [];
  try {
    copyFileSync(join(PROJECT_ROOT, "build", "keyward.bento.wasm"), join(folder, "keyward.bento.wasm"));
    const example = readFileSync(join(EXAMPLE, "tag.yaml"), "utf8");
    assert.equal(example.split("localhost:9092").length, 4, "the example names its broker in three places");
    programs.push(run("tag", example.replaceAll("localhost:9092", cluster.bootstrap)));
    const producer = run("producer", JSON.stringify(producing(cluster, topics.input)));
    for (const line of linesOf("input.ndjson")) producer.input.write(`${line}\n`);
    producer.input.end();
    assert.equal(await producer.ended, 0, producer.said);
    programs.push(
      run("consumer", JSON.stringify(consuming(cluster, [topics.tagged, topics.alerts])), (line) => {
        written.push(JSON.parse(line) as Written);
      }),
    );
    const expected = { [topics.tagged]: linesOf("tagged.ndjson"), [topics.alerts]: linesOf("alerts.ndjson") };
    const count = Object.values(expected).flat().length;
    await until("all is written", () => written.length >= count, 60, programs);
    const sorted = written.toSorted((left, right) => Number(left.key) - Number(right.key));
    for (const [topic, lines] of Object.entries(expected)) {
      const values = sorted.filter((one) => one.topic === topic).map(({ value }) => value);
      assert.deepEqual(values, lines, topic);
    }
    for (const { value, headers } of written) {
      const verdict = value.includes('"keyward":{"verdict":"match"')
        ? { keyward_verdict: "match", keyward_matches: "1" }
        : {};
      assert.deepEqual(headers, { kind: "of its own", ...verdict });
    }
  } finally {
    await Promise.all(programs.map((program) => program.kill()));
    await cluster.stop();
  }
});

function producing({ addresses }: KafkaCluster, topic: string): object {
  return {
    input: { stdin: {} },
    pipeline: { threads: 1, processors: [{ mapping: 'meta kind = "of its own"\nmeta id = count("records")' }] },
    output: {
      kafka_franz: { seed_brokers: addresses, topic, key: "${! @id }", metadata: { include_prefixes: ["kind"] } },
    },
  };
}

function consuming({ addresses }: KafkaCluster, topics: readonly string[]): object {
  const mapping = `root.topic = @kafka_topic
root.key = @kafka_key
root.value = content().string()
root.headers = @.filter(item -> !item.key.has_prefix("kafka_"))`;
  return {
    input: { kafka: { addresses, topics: topics.map((topic) => `${topic}:0-${PARTITIONS - 1}`) } },
    pipeline: { processors: [{ mapping }] },
    output: { stdout: {} },
  };
}
