/** The slow way through a text: as a record is judged, so exact in every schema and at every known place. */
import { claimedEnd, unclaim } from "../bytes/arena";
import { readDetails } from "../finding/details";
import { FINDING_SIZE, Finding } from "../finding/finding";
import {
  decodeEnvelope,
  envelopeEnd,
  firstEnvelope,
  nextEnvelope,
  openEnvelope,
  resourceOfEnvelope,
} from "../event/envelopes";
import { Schema } from "../rule/schemas";
import { Detail } from "../finding/detail";
import { BACKSLASH, QUOTE } from "../json/chars";
import { skipString, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { isJsonText } from "../json/validate";
import { Judged, Judgement, judge } from "../rule/rule";
import { ENTRY_SIZE, LONGEST_NAME } from "./names";
import { countEvent as countEventPlain } from "./plain";
import { hasRoomAfter } from "./skip";
import { noteAccount, noteEvent, noteLast, noteRegion, noteTime, totals } from "./totals";

/** What a text is. */
export enum Text {
  NOT_JSON = 0,
  WITHOUT_EVENTS = 1,
  WITH_EVENTS = 2,
}

/** What the rule says of the event being counted, and its details. */
const judged = changetype<Judged>(memory.data(offsetof<Judged>(), 8));
const finding = changetype<Finding>(memory.data(FINDING_SIZE, 8));
/** Longer strings, in bytes with their quotes, are not decoded: a character takes up to six bytes. */
const LONGEST_TEXT: usize = LONGEST_NAME * 6 + 2;
const scratch = memory.data(<i32>(LONGEST_TEXT + ENTRY_SIZE), 8);
let scratchEnd: usize = 0;

/**
 * Counts the events of the text in [start, end), and returns what it is. Claims memory, and gives it back. The bytes
 * need not be JSON.
 */
export function countAny(start: usize, end: usize): Text {
  if (!isJsonText(start, end)) return Text.NOT_JSON;
  const before = totals.events;
  for (let envelope = firstEnvelope(start, end); envelope != 0; envelope = nextEnvelope()) {
    if (load<u8>(envelope) == QUOTE) {
      envelope = decodeEnvelope();
      if (envelope == 0) continue;
    }
    if (hasRoomAfter(envelopeEnd()) && countEventPlain(envelope, envelopeEnd()) != 0) continue;
    judge(envelope, envelopeEnd(), judged);
    if (judged.judgement == Judgement.NO_EVENT) openEnvelope();
    else countEvent(envelope, envelopeEnd());
  }
  return totals.events == before ? Text.WITHOUT_EVENTS : Text.WITH_EVENTS;
}

/** Counts the event at `event`, the one judged last. */
function countEvent(event: usize, end: usize): void {
  noteEvent(judged.isOfProvider);
  const claims = claimedEnd();
  finding.event = event;
  finding.end = end;
  finding.schema = judged.schema;
  readDetails(finding, finding.schema == Schema.OTEL ? resourceOfEnvelope() : 0);
  readTime(finding.detail(Detail.TIME), end);
  readName(finding.account(), end);
  noteAccount(scratch, scratchEnd);
  readName(finding.detail(Detail.REGION), end);
  noteRegion(scratch, scratchEnd);
  noteLast();
  unclaim(claims);
}

/** Notes the time of the string or number at `value`; none if that is 0. */
function readTime(value: usize, end: usize): void {
  if (value == 0) {
    noteTime(0, 0);
    return;
  }
  const isString = load<u8>(value) == QUOTE;
  const start = isString ? value + 1 : value;
  const stop = isString ? skipString(value, end) - 1 : skipValue(value, end);
  for (let at = start; at < stop; at++) {
    if (load<u8>(at) != BACKSLASH) continue;
    readName(value, end);
    noteTime(scratch, scratchEnd);
    return;
  }
  noteTime(start, stop);
}

/**
 * Reads the text of the string or number at `value` into `scratch`; nothing if that is 0. A value too long for a name
 * leaves a text that is too long, too.
 */
function readName(value: usize, end: usize): void {
  scratchEnd = scratch;
  if (value == 0) return;
  const isString = load<u8>(value) == QUOTE;
  const length = (isString ? skipString(value, end) : skipValue(value, end)) - value;
  if (length > LONGEST_TEXT) {
    scratchEnd = scratch + LONGEST_NAME + 1;
    memory.fill(scratch, 0, LONGEST_NAME + 1);
  } else if (isString) {
    scratchEnd = decodeString(value, scratch, end);
  } else {
    memory.copy(scratch, value, length);
    scratchEnd = scratch + length;
  }
}
