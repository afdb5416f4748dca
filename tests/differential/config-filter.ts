/** The module with a configuration, and events to send to it in sequence. */
import assert from "node:assert/strict";
import { FluentBitHost } from "#keyward/hosts/fluent-bit.js";
import { loadModule } from "#keyward/module-files.js";
import { MODULE_PATH } from "../oracle/project.js";
import { isAboutRecords } from "./compare-configured.js";

/** What differs from the default match. */
export interface Sent {
  id?: string | null;
  /** Seconds after the first moment; null: no time. */
  at?: number | null;
  key?: string | null;
  [member: string]: unknown;
}

export interface Keyward {
  verdict: string;
  severity?: string;
  risk_score?: number;
  matches: number;
  burst?: { keys: number; window_seconds: number };
  events: { verdict: string; id?: string; exception?: { id: string; reason: string } }[];
}

const BEGIN = Date.UTC(2026, 11, 5, 22) / 1000;
let count = 0;

/** Returns a match, with its own id and key by default. */
export function eventOf({
  id = `id-${++count}`,
  at = 0,
  key = `key of ${id}`,
  ...members
}: Sent): Record<string, unknown> {
  return {
    eventSource: "kms.amazonaws.com",
    eventName: "DisableKey",
    ...(id !== null && { eventID: id }),
    ...(at !== null && { eventTime: new Date((BEGIN + at) * 1000).toISOString() }),
    ...(key !== null && { requestParameters: { keyId: key } }),
    ...members,
  };
}

/** The filter `tag` of an instance with a configuration. */
export class Filter {
  private constructor(private readonly host: FluentBitHost) {}

  static async with(config: object): Promise<Filter> {
    const files = { "keyward.json": JSON.stringify(config) };
    const stderr = (text: string) => {
      if (!isAboutRecords(text)) throw new Error(text);
    };
    return new Filter(new FluentBitHost(await loadModule(MODULE_PATH, { files, stderr })));
  }

  /** Returns the record's `keyward`; undefined if the record passes unchanged. */
  record(record: object): Keyward | undefined {
    const result = this.host.filter("tag", JSON.stringify(record));
    if (result.outcome === "kept") return undefined;
    assert.equal(result.outcome, "modified");
    return (JSON.parse(Buffer.from(result.record).toString()) as { keyward: Keyward }).keyward;
  }

  send(event: Sent): Keyward | undefined {
    return this.record(eventOf(event));
  }

  /** Returns the verdicts on events, each in its own record; `match!` is one in a burst. */
  verdicts(...events: Sent[]): string[] {
    return events.map((event) => {
      const said = this.send(event);
      return said === undefined ? "" : `${said.verdict}${said.burst ? "!" : ""}`;
    });
  }

  /** Sends many events in records of a few hundred each. */
  flood(events: Sent[]): void {
    for (let from = 0; from < events.length; from += 256) {
      this.record({ Records: events.slice(from, from + 256).map(eventOf) });
    }
  }
}

export const many = (length: number, event: (index: number) => Sent) =>
  Array.from({ length }, (_, index) => event(index));
