/** Compares two reports of the same logs, each made with its own configuration. */
import { readConfigFile } from "../config/config-file.js";
import { parseEventTime } from "../findings/event-time.js";
import type { Change, Comparison, Judged, Side } from "../report/comparison.js";
import type { Report, ReportedFinding } from "../report/report.js";
import { eventKey } from "./collect.js";

/**
 * Returns what changes from the first report to the second. `configs`: the paths of the two configurations, both valid. Rejects
 * with a FileError if one can no longer be read.
 */
export async function compareReports(
  configs: readonly [string, string],
  before: Report,
  after: Report,
): Promise<Comparison> {
  const old = new Map(before.findings.map((finding) => [identityOf(finding), finding]));
  const changes: Change[] = [];
  let findings = old.size;
  for (const finding of after.findings) {
    const identity = identityOf(finding);
    const one = old.get(identity);
    if (one === undefined) findings++;
    if (one?.verdict !== finding.verdict) changes.push({ before: judgedOf(one), after: judgedOf(finding), finding });
    old.delete(identity);
  }
  for (const finding of old.values()) {
    changes.push({ before: judgedOf(finding), after: judgedOf(undefined), finding });
  }
  return {
    ...{ findings, before: await sideOf(configs[0], before), after: await sideOf(configs[1], after) },
    changes: changes.sort((one, other) => compareTimes(one.finding, other.finding)),
    report: after,
  };
}

/** Returns what identifies an event: its content, or its location if it has no id. */
function identityOf(finding: ReportedFinding): string {
  return eventKey(finding) ?? JSON.stringify([finding.file, finding.line, finding.path]);
}

function judgedOf(finding: ReportedFinding | undefined): Judged {
  if (finding === undefined) return { verdict: "none" };
  const { verdict, exception } = finding;
  return { verdict, ...(exception !== undefined && { exception }) };
}

/** Orders by time; unreadable times last. */
function compareTimes(one: ReportedFinding, other: ReportedFinding): number {
  const [first, second] = [parseEventTime(one.time) ?? Infinity, parseEventTime(other.time) ?? Infinity];
  return first === second ? 0 : first - second;
}

async function sideOf(config: string, report: Report): Promise<Side> {
  const { exceptions = [] } = JSON.parse(Buffer.from((await readConfigFile(config)).bytes).toString()) as {
    exceptions?: { id: string }[];
  };
  const counts = new Map(report.totals.exceptions.map(({ name, count }) => [name, count]));
  return {
    config,
    verdicts: report.totals.verdicts,
    exceptions: exceptions.map(({ id }) => ({ id, findings: counts.get(id) ?? 0 })),
  };
}
