/** Walks through envelopes like the pipeline, but exposes every step. */
import { recycle, reserve } from "../../../assembly/bytes/arena";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  followPlaces,
  isCut,
  isKnownPlace,
  nextEnvelope,
  openEnvelope,
  resourceOfEnvelope,
} from "../../../assembly/event/envelopes";
import { FINDING_SIZE, Finding } from "../../../assembly/finding/finding";
import { addFinding, clearFindings, findingAt, makeFinding, matchCount } from "../../../assembly/finding/findings";
import { notePath, writePath } from "../../../assembly/finding/path";
import { Verdict } from "../../../assembly/finding/verdicts";
import { QUOTE } from "../../../assembly/json/chars";
import { skipValue } from "../../../assembly/json/cursor";
import { isJsonText } from "../../../assembly/json/validate";
import { Judged, Judgement, judge } from "../../../assembly/rule/rule";
import { Text, placeLast, textBetween } from "./text";

/** The shortest event that matches. */
export const EVENT: string = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
/** An event that does not match. */
export const OTHER: string = '{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}';

const written = memory.data(4096, 8);
const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

/**
 * Notes the matches in the record at `text`, each with the plain rule's verdict. Decodes every string at a known place,
 * whatever its content.
 */
export function noteMatches(text: Text): void {
  clearFindings();
  for (let envelope = firstEnvelope(text.start, text.end); envelope != 0; envelope = nextEnvelope()) {
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    judge(envelope, envelopeEnd(), judged);
    if (judged.judgement == Judgement.NO_EVENT) openEnvelope();
    if (judged.judgement != Judgement.MATCH) continue;
    const finding = makeFinding(envelope, envelopeEnd(), judged.schema, judged.action);
    finding.verdict = Verdict.MATCH;
    addFinding(finding);
  }
}

/** Puts `record` where reading beyond its end traps, even while the arena grows by the texts of its strings. */
export function placeRecord(record: string): Text {
  recycle();
  reserve(<usize>String.UTF8.byteLength(record) + 65536);
  const text = placeLast(record);
  // The noted ends of values are this text's from here on.
  isJsonText(text.start, text.end);
  return text;
}

/** The path of the match `index`; traps if measuring it gives another length. */
export function pathOf(index: i32): string {
  const finding = findingAt(index);
  startWriting(0, 0);
  writePath(finding);
  const length = writtenSince(0);
  startWriting(written, length);
  writePath(finding);
  assert(length <= 4096 && writtenSince(written) == length, "measured otherwise");
  return textBetween(written, written + length);
}

/** The paths of the noted matches, each followed by a space; "-" for none. */
export function pathsFound(): string {
  let paths = "";
  for (let index = 0; index < matchCount(); index++) paths += pathOf(index) + " ";
  return paths == "" ? "-" : paths;
}

/** The paths of the matches in `record` in the order they are found, each followed by a space; "-" for none. */
export function matchesIn(record: string): string {
  noteMatches(placeRecord(record));
  return pathsFound();
}

/**
 * The envelopes in `record`, in the order they are visited, each followed by a semicolon. Opens every object except one
 * that starts with a member `stop`; decodes every string, and adds `#` and its content.
 */
export function envelopesIn(record: string): string {
  const text = placeRecord(record);
  let all = "";
  for (let envelope = firstEnvelope(text.start, text.end); envelope != 0; envelope = nextEnvelope()) {
    let object = textBetween(envelope, skipValue(envelope, envelopeEnd()));
    all += object;
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      object = envelope == 0 ? "" : textBetween(envelope, skipValue(envelope, envelopeEnd()));
      if (envelope != 0) all += "#" + object;
    }
    all += ";";
    if (envelope != 0 && !object.startsWith('{"stop"')) openEnvelope();
  }
  return all;
}

const here = changetype<Finding>(memory.data(FINDING_SIZE, 8));

/** The path of the current envelope, which need not be a match. */
function pathHere(): string {
  notePath(here);
  startWriting(written, 4096);
  writePath(here);
  assert(writtenSince(written) <= 4096, "no room for a path");
  return textBetween(written, written + writtenSince(written));
}

/**
 * The events in `record`, wherever they are, in the order they are found, each followed by a space: the path, then `?`
 * for one elsewhere, then `=` and its resource if it has one; `cut` at the end if not everything was searched. "-" for
 * none.
 */
export function eventsIn(record: string): string {
  const text = placeRecord(record);
  clearFindings();
  let events = "";
  for (let envelope = firstEnvelope(text.start, text.end, true); envelope != 0; envelope = nextEnvelope()) {
    const isKnown = isKnownPlace();
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    assert(isKnownPlace() == isKnown, "a string is known but not its content, or the reverse");
    judge(envelope, envelopeEnd(), judged);
    if (judged.judgement == Judgement.NO_EVENT) {
      openEnvelope();
      continue;
    }
    events += pathHere() + (isKnown ? "" : "?");
    const resource = resourceOfEnvelope();
    if (resource != 0) events += "=" + textBetween(resource, skipValue(resource, envelopeEnd()));
    events += " ";
    followPlaces();
  }
  if (isCut) events += "cut";
  return events == "" ? "-" : events;
}

/** `text` as a JSON string, as JSON.stringify writes it. */
export function quoted(text: string): string {
  return '"' + text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n") + '"';
}

/** The same, `levels` strings deep: each an object with the next one under `log`. */
export function inLogs(text: string, levels: i32): string {
  for (let level = 0; level < levels; level++) text = '{"log":' + quoted(text) + "}";
  return text;
}

/** `text` inside `levels` objects under `event`. */
export function inEvents(text: string, levels: i32): string {
  return '{"event":'.repeat(levels) + text + "}".repeat(levels);
}
