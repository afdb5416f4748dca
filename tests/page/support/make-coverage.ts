/** The coverage of a report without gaps. */
import type { Coverage } from "#keyward/report/report.js";

const DAYS = { from: Date.parse("2026-03-02T00:00:00Z"), to: Date.parse("2026-03-18T00:00:00Z") };

/** Returns coverage with this many events in a range, in milliseconds since 1970. */
export function coverageOf(events: number, { from, to } = DAYS): Coverage {
  return {
    events,
    kms_events: Math.ceil(events / 50),
    events_without_time: 0,
    first_event: new Date(from + 12_000).toISOString().replace(".000", ""),
    last_event: new Date(to - 20_000).toISOString().replace(".000", ""),
    accounts: { names: ["111122223333", "444455556666", "777788889999"], hasMore: false },
    regions: { names: ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"], hasMore: false },
    records_without_event: 0,
    not_json: 0,
    other_files: 0,
    earlier_folders: 0,
    left_out: [],
    unsure: { records: 0, first: [] },
    unread: { records: 0, first: [] },
    annotated: { records: 0, differing: 0, first: [] },
    failures: 0,
  };
}
