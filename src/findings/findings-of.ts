/** The findings in a record that came back annotated. */
import { readAnnotation } from "./annotation.js";
import { readDetails } from "./details.js";
import { isObject } from "./fields.js";
import type { Finding } from "./finding.js";
import { parseJson } from "./locate.js";

export interface RecordFindings {
  findings: Finding[];
  /** Events that match but that the annotation does not list, since it lists 100 at most. */
  unlisted: number;
  /** The mistake in the configuration, where there is one. */
  configError?: string;
}

/**
 * The findings in the text of a record, annotated by this run or by an earlier one, at a line of a file; none where it has
 * no annotation of Keyward's.
 */
export function findingsOf(annotated: Uint8Array | string, file: string, line: number): RecordFindings {
  const record = parseJson(typeof annotated === "string" ? annotated : Buffer.from(annotated).toString());
  const annotation = isObject(record) ? readAnnotation(record.keyward) : undefined;
  if (annotation === undefined) return { findings: [], unlisted: 0 };
  const { events, matches, configError } = annotation;
  const findings = events.map((event) => ({ file, line, ...event, details: readDetails(record, event.path) }));
  const listed = findings.filter(({ verdict }) => verdict === "match").length;
  return {
    findings,
    unlisted: Math.max(0, matches - listed),
    ...(configError !== undefined && { configError }),
  };
}
