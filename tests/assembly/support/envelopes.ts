/** Going through envelopes as the pipeline does, but with every step of it in view. */
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
/** An event that does not. */
export const OTHER: string = '{"eventSource":"kms.amazonaws.com","eventName":"EnableKey"}';

const written = memory.data(4096, 8);
const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));

/**
 * Notes the matches of the record at `text`, each with the verdict that the plain rule has for it. Decodes every string
 * at a place, whatever it says.
 */
export function noteMatches(text: Text): void {
  clearFindings();
  for (let place = firstEnvelope(text.start, text.end); place != 0; place = nextEnvelope()) {
    if (load<u8>(place) == QUOTE) {
      place = decodeEnvelope();
      if (place == 0) continue;
    }
    judge(place, envelopeEnd(), judged);
    if (judged.judgement == Judgement.NO_EVENT) openEnvelope();
    if (judged.judgement != Judgement.MATCH) continue;
    const finding = makeFinding(place, envelopeEnd(), judged.schema, judged.action);
    finding.verdict = Verdict.MATCH;
    addFinding(finding);
  }
}

/** Puts `record` where reading beyond its end is a trap, even while the arena grows by what strings of it take. */
export function placeRecord(record: string): Text {
  recycle();
  reserve(<usize>String.UTF8.byteLength(record) + 65536);
  const text = placeLast(record);
  // What is known of the ends of values is that of this text from here on.
  isJsonText(text.start, text.end);
  return text;
}

/** The path of the match `index`; a trap if measuring it gives another length. */
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

/** The paths of the matches noted, a space after each; "-" for none. */
export function pathsFound(): string {
  let paths = "";
  for (let index = 0; index < matchCount(); index++) paths += pathOf(index) + " ";
  return paths == "" ? "-" : paths;
}

/** The paths of the matches of `record` in the order they are found, a space after each; "-" for none. */
export function matchesIn(record: string): string {
  noteMatches(placeRecord(record));
  return pathsFound();
}

/**
 * What stands at the places of `record`, in the order they are visited, a semicolon after each. Every object is opened,
 * but one with a member `stop`; every string is decoded, and `#` and what it holds stand after it.
 */
export function placesIn(record: string): string {
  const text = placeRecord(record);
  let places = "";
  for (let place = firstEnvelope(text.start, text.end); place != 0; place = nextEnvelope()) {
    let object = textBetween(place, skipValue(place, envelopeEnd()));
    places += object;
    if (load<u8>(place) == QUOTE) {
      place = decodeEnvelope();
      object = place == 0 ? "" : textBetween(place, skipValue(place, envelopeEnd()));
      if (place != 0) places += "#" + object;
    }
    places += ";";
    if (place != 0 && !object.startsWith('{"stop"')) openEnvelope();
  }
  return places;
}

const here = changetype<Finding>(memory.data(FINDING_SIZE, 8));

/** The path of the place that the envelopes are at, which is no match. */
function pathHere(): string {
  notePath(here);
  startWriting(written, 4096);
  writePath(here);
  assert(writtenSince(written) <= 4096, "no room for a path");
  return textBetween(written, written + writtenSince(written));
}

/**
 * The events of `record` wherever they are, in the order they are found, a space after each: the path, and after it `?` for one
 * elsewhere, and `=` and a resource that it belongs to; in the end `cut` if not all was looked at. "-" for nothing.
 */
export function eventsIn(record: string): string {
  const text = placeRecord(record);
  clearFindings();
  let events = "";
  for (let place = firstEnvelope(text.start, text.end, true); place != 0; place = nextEnvelope()) {
    const isKnown = isKnownPlace();
    if (load<u8>(place) == QUOTE) {
      place = decodeEnvelope();
      if (place == 0) continue;
    }
    assert(isKnownPlace() == isKnown, "a string is known, and what it holds is not, or the other way");
    judge(place, envelopeEnd(), judged);
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

/** `text` inside of `levels` objects under `event`. */
export function inEvents(text: string, levels: i32): string {
  return '{"event":'.repeat(levels) + text + "}".repeat(levels);
}
