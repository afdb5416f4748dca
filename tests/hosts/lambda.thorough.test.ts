/** examples/lambda: each bundles to one file, as an ES module and as CommonJS, and works in AWS's runtime interface emulator. */
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { before, describe, it, type TestContext } from "node:test";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { FirehoseResponse } from "#keyward/lambda/events.js";
import { temporaryFolder } from "../node/support/files.js";
import { freePorts } from "../node/support/ports.js";
import { otherEvent, rawEvent, s3File } from "../node/support/logs.js";
import { cloudTrailLines, PROJECT_ROOT } from "../oracle/project.js";
import { programFor, type Program } from "./programs.js";

const BOOTSTRAP = join(PROJECT_ROOT, "tests", "hosts", "lambda", "bootstrap.mjs");
const SHAPES = resolve(PROJECT_ROOT, "..", "shared", "data", "shapes");
const FORMATS = { esm: "mjs", cjs: "cjs" } as const;
/** The emulator does not report when it is ready. */
const READY_MS = 20_000;

const MATCH = JSON.stringify(rawEvent({ id: "m", action: "DisableKey" }));
const OTHER = JSON.stringify(otherEvent("o"));
const MESSAGES = gzipSync(
  JSON.stringify({
    messageType: "DATA_MESSAGE",
    ...{ owner: "1", logGroup: "g", logStream: "s", subscriptionFilters: [] },
    logEvents: [OTHER, MATCH].map((message, id) => ({ id: `${id}`, timestamp: 0, message })),
  }),
);

/** Returns an event as AWS publishes it; undefined, with the test skipped, if the shared data is missing. */
function shape(t: TestContext, name: string): unknown {
  const path = join(SHAPES, `${name}.json`);
  if (existsSync(path)) return JSON.parse(readFileSync(path, "utf8"));
  const reason = "no ../shared/data/shapes beside the project: AWS's own events were not tried";
  if (process.env.CI === "true") throw new Error(`${reason}, and CI=true demands them`);
  t.skip(reason);
  return undefined;
}

interface Invoked {
  /** The function's result for each event. */
  results: unknown[];
  /** Its output. */
  log: string;
}

/** Hands events to a function in the emulator, which listens only on this machine. */
async function invoke(program: Program, file: string, name: string, events: readonly unknown[]): Promise<Invoked> {
  const [port = 0, api = 0] = await freePorts(2);
  const addresses = [
    "--runtime-interface-emulator-address",
    `127.0.0.1:${port}`,
    "--runtime-api-address",
    `127.0.0.1:${api}`,
  ];
  const command = [process.execPath, BOOTSTRAP, file, name];
  const child = spawn(program.command, [...addresses, ...command], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, AWS_LAMBDA_FUNCTION_TIMEOUT: "60" },
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text: Buffer) => (log += text.toString()));
  try {
    const results: unknown[] = [];
    for (const event of events) results.push(await post(port, event));
    return { results, log };
  } catch (error) {
    throw new Error(`the emulator said:\n${log}`, { cause: error });
  } finally {
    child.kill("SIGTERM");
    await new Promise((done) => child.once("exit", done));
  }
}

async function post(port: number, event: unknown): Promise<unknown> {
  const url = `http://127.0.0.1:${port}/2015-03-31/functions/function/invocations`;
  for (let waited = 0; ; waited += 100) {
    try {
      const response = await fetch(url, { method: "POST", body: JSON.stringify(event) });
      return await response.json();
    } catch (error) {
      if (waited >= READY_MS) throw error;
      await setTimeout(100);
    }
  }
}

/** Returns the JSON lines that a function wrote: its alerts. */
function alertsIn(log: string): { file: string; id: string }[] {
  return log
    .split("\n")
    .filter((line) => line.startsWith('{"file"'))
    .map((line) => JSON.parse(line) as { file: string; id: string });
}

describe("examples/lambda in AWS's runtime interface emulator", () => {
  let folder = "";
  before(async () => {
    folder = await temporaryFolder();
    cpSync(join(PROJECT_ROOT, "examples", "lambda"), folder, { recursive: true });
    mkdirSync(join(folder, "node_modules", "@aws-sdk"), { recursive: true });
    symlinkSync(PROJECT_ROOT, join(folder, "node_modules", "keyward"));
    standIn(
      "client-s3",
      "S3Client",
      "GetObjectCommand",
      "{ Body: (async function* () { yield (await import('node:fs')).readFileSync(process.env.LOG_FILE); })() }",
    );
    standIn("client-sns", "SNSClient", "PublishCommand", "console.log(command.input.Message)");
  });

  /** Writes a client that answers each command with the value of an expression. */
  function standIn(name: string, client: string, command: string, answer: string): void {
    const path = join(folder, "node_modules", "@aws-sdk", name);
    mkdirSync(path);
    writeFileSync(join(path, "package.json"), '{"type":"module","exports":"./index.js"}');
    writeFileSync(
      join(path, "index.js"),
      `export class ${client} { async send(command) { return ${answer}; } }\nexport class ${command} { constructor(input) { this.input = input; } }\n`,
    );
  }

  /** Bundles a function to one file, with nothing of the package next to it. */
  async function bundled(t: TestContext, name: string, format: keyof typeof FORMATS): Promise<string | undefined> {
    const program = await programFor(t, "esbuild");
    if (program === undefined) return undefined;
    const file = join(folder, "dist", `${name}.${FORMATS[format]}`);
    const options = ["--bundle", "--minify", "--platform=node", "--target=node20", "--external:@aws-sdk/*"];
    const args = [`${name}.mjs`, ...options, `--format=${format}`, `--outfile=${file}`];
    const { status, stderr } = spawnSync(program.command, args, { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /warning/i);
    assert.doesNotMatch(readFileSync(file, "utf8"), /import\.meta|\.core\.wasm"\s*,\s*import/);
    return file;
  }

  async function run(
    t: TestContext,
    name: string,
    handler: string,
    events: readonly unknown[],
    format: keyof typeof FORMATS = "esm",
  ): Promise<Invoked | undefined> {
    const program = await programFor(t, "lambda");
    const file = program && (await bundled(t, name, format));
    return program === undefined || file === undefined ? undefined : invoke(program, file, handler, events);
  }

  for (const format of ["esm", "cjs"] as const) {
    it(`transforms Firehose records (${format})`, async (t) => {
      const event = shape(t, "kinesis-firehose-event") as { records: { data: string }[] } | undefined;
      if (event === undefined) return;
      const data = [MATCH, MESSAGES].map((one) => Buffer.from(one as string).toString("base64"));
      const real = { ...event, records: event.records.map((record, index) => ({ ...record, data: data[index] })) };
      const ran = await run(t, "firehose", "handler", [event, real], format);
      if (ran === undefined) return;
      const [plain, annotated] = ran.results as [FirehoseResponse, FirehoseResponse];
      assert.deepEqual(
        plain.records,
        event.records.map(({ data }, index) => ({ recordId: `record${index + 1}`, result: "Ok", data })),
      );
      assert.match(Buffer.from(annotated.records[0]?.data ?? "", "base64").toString(), /"verdict":"match"/);
      assert.notEqual(annotated.records[1]?.data, data[1]);
    });
  }

  it("takes some microseconds per Firehose record", async (t) => {
    const lines = cloudTrailLines(t)?.slice(0, 3000);
    if (lines === undefined) return;
    const records = lines.map(({ bytes }, index) => ({
      recordId: `${index}`,
      data: Buffer.from(bytes).toString("base64"),
    }));
    const ran = await run(
      t,
      "firehose",
      "handler",
      Array.from({ length: 20 }, () => ({ records })),
    );
    if (ran === undefined) return;
    assert.ok(ran.results.every((result) => (result as FirehoseResponse).records.length === records.length));
    const cpu = [...ran.log.matchAll(/^cpu (\d+)$/gm)].map(([, microseconds]) => Number(microseconds) / records.length);
    assert.equal(cpu.length, 20);
    t.diagnostic(
      `first ${cpu[0]?.toFixed(1)}, then at best ${Math.min(...cpu).toFixed(1)} µs of CPU a record of ${records.length}`,
    );
  });

  for (const format of ["esm", "cjs"] as const) {
    it(`reads the log file in an S3 notification, and publishes its alerts (${format})`, async (t) => {
      const event = shape(t, "s3-event");
      process.env.LOG_FILE = join(folder, "log.json.gz");
      writeFileSync(process.env.LOG_FILE, gzipSync(s3File([otherEvent("o"), rawEvent({ id: "m" })])));
      const ran = event === undefined ? undefined : await run(t, "from-s3", "handler", [event], format);
      if (ran === undefined) return;
      assert.deepEqual(ran.results, [null]);
      assert.deepEqual(
        alertsIn(ran.log).map(({ file, id }) => [file, id]),
        [["s3://sourcebucket/Happy Face.jpg", "m"]],
      );
    });
  }

  const others: [handler: string, name: string, fill: (event: never) => unknown, answer: unknown, sources: string[]][] =
    [
      ["logs", "cloudwatch-logs-event", () => ({ awslogs: { data: MESSAGES.toString("base64") } }), null, ["logs"]],
      [
        "sqs",
        "sqs-event",
        ({ Records }: { Records: object[] }) => ({ Records: Records.map((record) => ({ ...record, body: MATCH })) }),
        { batchItemFailures: [] },
        ["sqs:MessageID_1"],
      ],
      [
        "kinesis",
        "kinesis-event",
        ({ Records }: { Records: { kinesis: object }[] }) => ({
          Records: Records.map((record, index) => ({
            ...record,
            kinesis: { ...record.kinesis, data: (index === 0 ? Buffer.from(MATCH) : MESSAGES).toString("base64") },
          })),
        }),
        { batchItemFailures: [] },
        [
          "kinesis:49568167373333333333333333333333333333333333333333333333",
          "kinesis:49568167373333333334444444444444444444444444444444444444",
        ],
      ],
    ];
  for (const [handler, name, fill, answer, sources] of others) {
    it(`judges the input of ${handler}, in AWS's form and with events in it`, async (t) => {
      const event = shape(t, name);
      const ran =
        event === undefined ? undefined : await run(t, "streams", handler, [event, fill(event as never)], "cjs");
      if (ran === undefined) return;
      assert.deepEqual(ran.results, [answer, answer]);
      assert.deepEqual(
        alertsIn(ran.log).map(({ file }) => file),
        sources,
      );
    });
  }
});
