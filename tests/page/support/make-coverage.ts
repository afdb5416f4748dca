/** The coverage of a report that was understood as a whole. */
import type { Coverage } from "#keyward/report/report.js";

export function coverageOf(events: number): Coverage {
  return {
    events,
    kms_events: Math.ceil(events / 50),
    events_without_time: 0,
    first_event: "2026-03-02T00:00:12Z",
    last_event: "2026-03-17T23:59:40Z",
    accounts: { names: ["111122223333", "444455556666"], hasMore: false },
    regions: { names: ["eu-west-1"], hasMore: false },
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
