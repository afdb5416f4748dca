/** A record judged again, element by element: an annotation lists 100 events, and a record of many megabytes is best not parsed. */
import type { Finding } from "../findings/finding.js";
import { findingsOf, type RecordFindings } from "../findings/findings-of.js";
import { findAnnotation } from "../records/annotation-text.js";
import { findArray, type RecordArray, type Span } from "../records/record-array.js";

/** So many events an annotation lists. */
const MOST_LISTED = 100;
/** A larger record is not parsed, where that can be helped. */
const LARGE_BYTES = 1024 * 1024;
/** What elements may take together with what stands around them, judged again each time. */
const LEAST_BUDGET_BYTES = 64 * 1024 * 1024;
const BUDGET_TIMES = 8;
const INDEX = /^\d+$/;

/** Judges a record: the annotated one, or undefined. It remembers nothing from one record to the next. */
export type JudgeAgain = (record: Buffer) => Buffer | undefined;

/**
 * All findings in a record that came back annotated, also beyond the events that the annotation lists, as far as they stand
 * in arrays of the record itself; what is left is counted as unlisted.
 */
export function allFindingsOf(
  record: Buffer,
  annotated: Buffer,
  place: { file: string; line: number },
  judge: JudgeAgain,
): RecordFindings {
  const { file, line } = place;
  const listed = annotated.length < LARGE_BYTES ? undefined : listedFindings(annotated, place);
  const whole = listed ?? findingsOf(annotated, file, line);
  if (listed === undefined && whole.findings.length < MOST_LISTED) return whole;
  const all = splitFindings(record, whole.findings, place, judge);
  if (all === undefined) return listed === undefined ? whole : findingsOf(annotated, file, line);
  const matches = countMatches(whole.findings) + whole.unlisted;
  return { ...whole, findings: all, unlisted: Math.max(0, matches - countMatches(all)) };
}

/** What the annotation says by itself, without the record. */
function listedFindings(annotated: Buffer, { file, line }: { file: string; line: number }): RecordFindings | undefined {
  const start = findAnnotation(annotated);
  return start < 0 ? undefined : findingsOf(Buffer.concat([Buffer.from("{"), annotated.subarray(start)]), file, line);
}

/** The findings in the elements of the outermost array that has several; undefined if there is none. */
function splitFindings(
  record: Buffer,
  listed: readonly Finding[],
  place: { file: string; line: number },
  judge: JudgeAgain,
): Finding[] | undefined {
  const split = listed[0] && findSplit(record, listed[0].path);
  if (split === undefined) return undefined;
  const { array, prefix } = split;
  // Where all events are listed, the elements that hold them are enough.
  const isComplete = listed.length < MOST_LISTED;
  const wanted = new Set(listed.map(({ path }) => indexIn(path, prefix) ?? 0));
  const indexes = array.elements.flatMap((_, index) => (!isComplete || wanted.has(index) ? [index] : []));
  const aroundBytes = record.length - (array.end - array.start);
  const bytes = indexes.length * aroundBytes + (array.end - array.start);
  if (bytes > Math.max(LEAST_BUDGET_BYTES, record.length * BUDGET_TIMES)) return undefined;
  const findingsWith = (element: Span): Finding[] => {
    const piece = pieceOf(record, array, element);
    const annotated = judge(piece);
    return annotated === undefined ? [] : findingsInPiece(piece, annotated, place, judge).findings;
  };
  // What is around the array comes with every element; so does an earlier array of the same name.
  const around = findingsWith({ start: 0, end: 0 });
  // Their details are those of what is at the same path in the piece.
  const keyOf = (finding: Finding): string => JSON.stringify({ ...finding, details: {} });
  const isAround = new Set(around.map(keyOf));
  const inside = indexes.flatMap((index) =>
    findingsWith(array.elements[index] ?? { start: 0, end: 0 }).flatMap((finding) => {
      const rest = restIn(finding.path, prefix);
      if (rest === undefined || isAround.has(keyOf(finding))) return [];
      return [{ ...finding, path: `${prefix}/${index}${rest}` }];
    }),
  );
  return [...around, ...inside];
}

/** A piece is never split at the same array again: it has one element there. */
function findingsInPiece(
  piece: Buffer,
  annotated: Buffer,
  { file, line }: { file: string; line: number },
  judge: JudgeAgain,
): RecordFindings {
  const whole = findingsOf(annotated, file, line);
  if (whole.findings.length < MOST_LISTED) return whole;
  const all = splitFindings(piece, whole.findings, { file, line }, judge);
  return all === undefined ? whole : { ...whole, findings: all };
}

/** The outermost array with several elements on the way to an event, and the path to it. */
function findSplit(record: Buffer, path: string): { array: RecordArray; prefix: string } | undefined {
  const steps = path.split("/").slice(1);
  // An array by itself comes back inside of `Records`.
  const isBare = record[record.findIndex((byte) => byte > 0x20)] === 0x5b;
  for (let depth = 0; depth + 1 < steps.length; depth++) {
    // What stands behind `#` was decoded.
    if (steps[depth]?.endsWith("#") === true) return undefined;
    if (!INDEX.test(steps[depth + 1] ?? "")) continue;
    const place = steps.slice(isBare ? 1 : 0, depth + 1).map(nameOf);
    const array = findArray(record, place);
    if (array?.isWhole === true && array.elements.length > 1)
      return { array, prefix: `/${steps.slice(0, depth + 1).join("/")}` };
  }
  return undefined;
}

/** The record with one element in the array instead of all. */
function pieceOf(record: Buffer, array: RecordArray, element: Span): Buffer {
  return Buffer.concat([
    record.subarray(0, array.start),
    record.subarray(element.start, element.end),
    record.subarray(array.end),
  ]);
}

/** The index that a path goes on with behind a prefix. */
function indexIn(path: string, prefix: string): number | undefined {
  const [, index] = /^\/(\d+)(?:[/#]|$)/.exec(path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : "") ?? [];
  return index === undefined ? undefined : Number(index);
}

/** What follows the index in such a path. */
function restIn(path: string, prefix: string): string | undefined {
  const index = indexIn(path, prefix);
  return index === undefined ? undefined : path.slice(prefix.length + 1 + String(index).length);
}

function nameOf(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}

function countMatches(findings: readonly Finding[]): number {
  return findings.filter(({ verdict }) => verdict === "match").length;
}
