/** A Firehose transformation: the same records come back annotated, opened, or reduced to alerts. */
import { gzipSync } from "node:zlib";
import type { Keyward } from "../library/keyward.js";
import type { FirehoseEvent, FirehoseResponse, FirehoseResult } from "./events.js";
import { fitResponse, type Answer } from "./fit-response.js";
import { Judging, type JudgingOptions } from "./judging.js";
import { isGzip } from "../input/file-kinds.js";
import { gunzip, logLines, readLogsMessage, withNewline } from "./unpack.js";

export interface FirehoseOptions extends JudgingOptions {
  /**
   * `annotated` (default): each record comes back as it came, compressed or not, with its annotation if it has one. `opened`: the
   * same without compression and CloudWatch Logs envelope, one event per line. `alerts`: alerts, one line of JSON each; the rest
   * is dropped, except what could not be judged, which is `ProcessingFailed`.
   */
  output?: "annotated" | "opened" | "alerts";
}

type Record = FirehoseEvent["records"][number];

export function firehoseHandler(options: FirehoseOptions = {}): (event: FirehoseEvent) => Promise<FirehoseResponse> {
  const judging = new Judging(options);
  const answerTo = { annotated, opened, alerts }[options.output ?? "annotated"];
  return async ({ records }) => {
    const keyward = await judging.keyward();
    const answers = records.map((record) => answerTo(record, keyward, judging));
    const onShortened = (recordId: string, reason: string): void => {
      judging.report(nameOf(recordId), [{ line: 1, reason }]);
    };
    return { records: fitResponse(answers, onShortened) };
  };
}

function annotated(record: Record, keyward: Keyward, judging: Judging): Answer {
  const data = Buffer.from(record.data, "base64");
  const unchanged: FirehoseResult = { recordId: record.recordId, result: "Ok", data: record.data };
  const isCompressed = isGzip(data);
  const bytes = isCompressed ? tryToOpen(data, record, judging) : data;
  if (bytes === undefined) return { result: unchanged };
  const { records, verdict, problems } = keyward.tag<Uint8Array>(bytes);
  judging.report(nameOf(record.recordId), problems);
  if (verdict === undefined) return { result: unchanged };
  const packed = toBase64(isCompressed ? gzipSync(records) : records);
  return { result: { ...unchanged, data: packed }, isMatch: verdict === "match", instead: unchanged };
}

function opened(record: Record, keyward: Keyward, judging: Judging): Answer {
  const lines = linesOf(record, judging);
  if (!(lines instanceof Uint8Array)) return { result: lines };
  const { records, verdict, problems } = keyward.tag<Uint8Array>(lines);
  judging.report(nameOf(record.recordId), problems);
  return {
    result: { recordId: record.recordId, result: "Ok", data: toBase64(records) },
    isMatch: verdict === "match",
  };
}

function alerts(record: Record, keyward: Keyward, judging: Judging): Answer {
  const { recordId } = record;
  const lines = linesOf(record, judging);
  if (!(lines instanceof Uint8Array)) return { result: lines };
  const { events, problems } = keyward.events(lines, nameOf(recordId));
  judging.report(nameOf(recordId), problems);
  const found = judging.alertsOf(events);
  if (found.length > 0) {
    const text = found.map((alert) => `${JSON.stringify(alert)}\n`).join("");
    return { result: { recordId, result: "Ok", data: toBase64(Buffer.from(text)) }, isMatch: true };
  }
  return { result: { recordId, result: problems.length > 0 ? "ProcessingFailed" : "Dropped" } };
}

/** Returns the records in a Firehose record, one per line, or the result for one that has none or cannot be opened. */
function linesOf(record: Record, judging: Judging): Buffer | FirehoseResult {
  const data = Buffer.from(record.data, "base64");
  const bytes = isGzip(data) ? tryToOpen(data, record, judging) : data;
  if (bytes === undefined) return { recordId: record.recordId, result: "ProcessingFailed" };
  const message = readLogsMessage(bytes);
  if (message === undefined) return withNewline(bytes);
  if (message.messageType === "CONTROL_MESSAGE") return { recordId: record.recordId, result: "Dropped" };
  return Buffer.from(logLines(message));
}

function tryToOpen(data: Buffer, { recordId }: Record, judging: Judging): Buffer | undefined {
  try {
    return gunzip(data);
  } catch (error) {
    judging.report(nameOf(recordId), [{ line: 1, reason: (error as Error).message }]);
    return undefined;
  }
}

function nameOf(recordId: string): string {
  return `firehose:${recordId}`;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
