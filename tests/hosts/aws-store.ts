/** The stand-in for S3 and SQS (aws/store.py), and Bento's pipeline that reads log files from it (examples/aws/from-s3.yaml). */
import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PROJECT_ROOT } from "../oracle/project.js";
import type { Program } from "./programs.js";

const REGION = { AWS_REGION: "eu-west-1", AWS_DEFAULT_REGION: "eu-west-1" };
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_EC2_METADATA_DISABLED: "true" };
const MODULE = "keyward.bento.wasm";
const PIPELINE = "from-s3.yaml";

/** Prefix of a log file's key. */
export const LOG_FOLDER = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/04/";

export interface Store {
  endpoint: string;
  /** Address of the queue that announces each log file. */
  queue: string;
  /** Lets the queue run empty, for at most half a minute, and ends. Resolves to the number of messages left. */
  close: () => Promise<number>;
  kill: () => void;
}

/**
 * Puts the files into the bucket under their names in the folder. What is received and not deleted is delivered again after this
 * many seconds.
 */
export async function startStore(
  program: Program,
  files: readonly string[],
  folder: string,
  again = 30,
): Promise<Store> {
  const { command, options, env } = program;
  const child: ChildProcess = spawn(command, [...options, ...files], {
    cwd: folder,
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, ...env, ...REGION, ...CREDENTIALS, VISIBILITY_SECONDS: String(again) },
  });
  const said = createInterface({ input: child.stdout ?? assert.fail() })[Symbol.asyncIterator]();
  let log = "";
  child.stderr?.on("data", (text: Buffer) => {
    log = (log + text.toString()).slice(-2000);
  });
  const first = await said.next();
  if (first.done === true) throw new Error(`the stand-in for S3 and SQS ended:\n${log}`);
  const { endpoint, queue } = JSON.parse(first.value) as { endpoint: string; queue: string };
  return {
    endpoint,
    queue,
    close: async () => {
      child.stdin?.end();
      return Number((await said.next()).value);
    },
    kill: () => {
      child.kill();
    },
  };
}

/** Puts the pipeline and its module into a folder; returns how to start Bento there, and the environment. */
export function pipelineFor(
  { endpoint, queue }: Store,
  folder: string,
): { args: string[]; env: Record<string, string> } {
  copyFileSync(join(PROJECT_ROOT, "build", MODULE), join(folder, MODULE));
  copyFileSync(join(PROJECT_ROOT, "examples", "aws", PIPELINE), join(folder, PIPELINE));
  const settings = [
    "http.enabled=false",
    `input.aws_s3.endpoint=${endpoint}`,
    `input.aws_s3.sqs.endpoint=${endpoint}`,
    "input.aws_s3.force_path_style_urls=true",
    "input.aws_s3.sqs.wait_time_seconds=1",
  ];
  const args = [...settings.flatMap((setting) => ["--set", setting]), "-c", PIPELINE];
  return { args, env: { ...REGION, ...CREDENTIALS, QUEUE_URL: queue } };
}
