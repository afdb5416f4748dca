/** What the handlers share: one Keyward for all invocations of an instance, and the delivery of what it finds. */
import type { Finding, Verdict } from "../engine/finding.js";
import { isGzip } from "../input/file-kinds.js";
import { toBuffer } from "../library/bytes.js";
import { createKeyward, type Keyward, type KeywardOptions } from "../library/keyward.js";
import type { Problem } from "../library/types.js";
import { gunzip, logLines, readLogsMessage } from "./unpack.js";
import { PROGRAMS } from "../messages/programs.js";

/** An event with a verdict; its `file` says where it came from: `s3://BUCKET/KEY`, `sqs:MESSAGE-ID`, … */
export type Alert = Finding;

/** Why something could not be judged, or not fully. */
export interface ItemProblem extends Problem {
  /** Where it came from, like an alert's `file`. */
  source: string;
}

export interface JudgingOptions extends Omit<KeywardOptions, "onConfigError"> {
  /** The verdicts that are alerts; default: `match` and `possible`. */
  verdicts?: readonly Verdict[];
  /** Receives what could not be judged; default: an error in the function's log. If it throws, the item fails. */
  onProblem?: (problem: ItemProblem) => void;
}

/** Where findings and records go. */
export interface DeliveryOptions extends JudgingOptions {
  /**
   * Receives the alerts of an item, if it has any; default: a line of JSON each in the function's log. If it throws, the item
   * fails.
   */
  onAlerts?: (alerts: Alert[], source: string) => void | Promise<void>;
  /** Receives all records of an item, opened and annotated. If it throws, the item fails. */
  onRecords?: (records: Uint8Array, source: string) => void | Promise<void>;
}

const ALERTS: readonly Verdict[] = ["match", "possible"];

export class Judging {
  readonly #options: DeliveryOptions;
  readonly #verdicts: readonly Verdict[];
  #keyward: Promise<Keyward> | undefined;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#verdicts = options.verdicts ?? ALERTS;
  }

  /** Created at the first event. A configuration error is in the log and in every annotation; the plain rule is then in effect. */
  keyward(): Promise<Keyward> {
    const { config, module } = this.#options;
    this.#keyward ??= createKeyward({
      ...(config !== undefined && { config }),
      ...(module !== undefined && { module }),
      onConfigError: ({ lines }) => {
        for (const line of lines) console.error(PROGRAMS.configIgnored(line));
      },
    });
    return this.#keyward;
  }

  report(source: string, problems: readonly Problem[]): void {
    const { onProblem = logProblem } = this.#options;
    for (const problem of problems) onProblem({ source, ...problem });
  }

  /** Returns the events that are alerts. */
  alertsOf(events: readonly Finding[]): Alert[] {
    return events.filter(({ verdict }) => this.#verdicts.includes(verdict));
  }

  /**
   * Judges the records of an item, which may be compressed or a CloudWatch Logs message, and delivers what is found. What cannot
   * be opened is reported: a retry would not help. `mustHoldEvents`: the absence of events is reported too.
   */
  async deliver(data: Uint8Array, source: string, mustHoldEvents = false): Promise<void> {
    const { onAlerts = logAlerts, onRecords } = this.#options;
    const keyward = await this.keyward();
    const records = this.#open(data, source);
    if (records === undefined) return;
    const { events, problems } = keyward.events(records, source);
    if (mustHoldEvents && events.length + problems.length === 0 && !keyward.holdsEvent(records)) {
      problems.push({ line: 1, reason: PROGRAMS.nothingRecognized });
    }
    this.report(source, problems);
    const alerts = this.alertsOf(events);
    if (alerts.length > 0) await onAlerts(alerts, source);
    if (onRecords !== undefined) await onRecords(keyward.tag(records).records, source);
  }

  #open(data: Uint8Array, source: string): Buffer | undefined {
    try {
      const bytes = isGzip(data) ? gunzip(toBuffer(data)) : toBuffer(data);
      const message = readLogsMessage(bytes);
      return message === undefined ? bytes : Buffer.from(logLines(message));
    } catch (error) {
      this.report(source, [{ line: 1, reason: (error as Error).message }]);
      return undefined;
    }
  }
}

function logProblem({ source, line, reason }: ItemProblem): void {
  console.error(`keyward: ${source}:${line}: ${reason}`);
}

function logAlerts(alerts: readonly Alert[]): void {
  for (const alert of alerts) console.log(JSON.stringify(alert));
}
