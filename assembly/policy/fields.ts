/** What a finding says in the fields that exceptions name, as text to compare. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { Detail } from "../finding/detail";
import { Finding } from "../finding/finding";
import { QUOTE } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { decodeString } from "../json/decode";
import { copyWellFormed, isWellFormed } from "../json/utf8";
import { matchString } from "../json/text";

export namespace Field {
  export const ACTION: i32 = 0;
  export const ACCOUNT: i32 = 1;
  export const REGION: i32 = 2;
  export const ACTOR_ARN: i32 = 3;
  export const ACTOR_TYPE: i32 = 4;
  export const SOURCE_IP: i32 = 5;
  export const USER_AGENT: i32 = 6;
  export const KEY_ARN: i32 = 7;
  export const KEY_ID: i32 = 8;
  /** Not to be named by exceptions. */
  export const ID: i32 = 9;
  export const TIME: i32 = 10;
  export const COUNT: i32 = 11;
}

/** The names of fields in a configuration. */
const NAMES: StaticArray<string> = [
  "action",
  "account",
  "region",
  "actor.arn",
  "actor.type",
  "source_ip",
  "user_agent",
  "key.arn",
  "key.id",
];

// State: the texts of one finding's fields, each read when it is first asked for, from `startFields` until `forgetFields`.
let finding: Finding = changetype<Finding>(0);
/** Where the text of each field begins and ends; the beginning is 0 where it was not asked for yet. */
const starts = memory.data(Field.COUNT * sizeof<usize>(), 8);
const ends = memory.data(Field.COUNT * sizeof<usize>(), 8);
/** Stands for a field that the finding does not say. */
const nothing = memory.data(1, 1);
/** What is claimed from here on is given back. */
let before: usize = 0;

/** Starts with a finding. What is claimed for texts is given back by `forgetFields`. */
export function startFields(from: Finding): void {
  finding = from;
  memory.fill(starts, 0, Field.COUNT * sizeof<usize>());
  before = claimedEnd();
}

/** Starts with no match: its fields are those that `giveField` is given, as far as it is. */
export function startGivenFields(): void {
  for (let field = 0; field < Field.COUNT; field++) giveField(field, nothing, nothing);
  before = claimedEnd();
}

/** Gives the text of a field. */
export function giveField(field: i32, start: usize, end: usize): void {
  store<usize>(starts + <usize>field * sizeof<usize>(), start);
  store<usize>(ends + <usize>field * sizeof<usize>(), end);
}

export function forgetFields(): void {
  unclaim(before);
}

/** The field that a member's key at `key` names, or -1. */
export function fieldOf(key: usize): i32 {
  for (let field = 0; field < NAMES.length; field++) {
    if (matchString(key, unchecked(NAMES[field]))) return field;
  }
  return -1;
}

/** Where the text of a field begins; it is empty if the finding does not say it, or there is no memory for it. */
export function fieldStart(field: i32): usize {
  const slot = starts + <usize>field * sizeof<usize>();
  if (load<usize>(slot) == 0) readField(field, slot);
  return load<usize>(slot);
}

/** Where the text of a field ends that `fieldStart` was asked for. */
export function fieldEnd(field: i32): usize {
  return load<usize>(ends + <usize>field * sizeof<usize>());
}

function readField(field: i32, slot: usize): void {
  const end = ends + <usize>field * sizeof<usize>();
  store<usize>(slot, nothing);
  store<usize>(end, nothing);
  let value = valueOf(finding, field);
  if (value == 0) return;
  const isInside = isInString(field);
  if (!isInside && load<u8>(value) != QUOTE) {
    // A number is compared as it is written.
    store<usize>(slot, value);
    store<usize>(end, skipValue(value, finding.end));
    return;
  }
  // As if the byte before it were the quote that begins its string.
  if (isInside) value -= 1;
  // Not `skipString`: no value may begin there, and what is noted of that address is of another text.
  const text = claim(skipText(value + 1, finding.end) - value);
  if (text == 0) return;
  store<usize>(slot, text);
  const textEnd = decodeString(value, text, finding.end);
  store<usize>(end, textEnd);
  if (!isWellFormed(text, textEnd)) replaceBadBytes(text, textEnd, slot, end);
}

/** Puts in place of the text one with U+FFFD for each byte that is not UTF-8: what the event says reads so. */
function replaceBadBytes(text: usize, textEnd: usize, slot: usize, end: usize): void {
  const replaced = claim((textEnd - text) * 3);
  if (replaced == 0) return;
  store<usize>(slot, replaced);
  store<usize>(end, copyWellFormed(text, textEnd, replaced));
}

/** Whether a field is read from a text inside a string, up to the end of that: an action or id can be the end of a longer one. */
function isInString(field: i32): bool {
  return field == Field.ACTION || field == Field.KEY_ID;
}

/** The value that a finding's field is read from, or the text inside of a string, or 0. */
export function valueOf(finding: Finding, field: i32): usize {
  switch (field) {
    case Field.ACTION:
      return finding.action;
    case Field.ACCOUNT:
      return finding.account();
    case Field.REGION:
      return finding.detail(Detail.REGION);
    case Field.ACTOR_ARN:
      return finding.detail(Detail.ACTOR_ARN);
    case Field.ACTOR_TYPE:
      return finding.detail(Detail.ACTOR_TYPE);
    case Field.SOURCE_IP:
      return finding.detail(Detail.SOURCE_IP);
    case Field.USER_AGENT:
      return finding.detail(Detail.USER_AGENT);
    case Field.KEY_ARN:
      return finding.keyArn;
    case Field.KEY_ID:
      return finding.keyId;
    case Field.ID:
      return finding.detail(Detail.ID);
    default:
      return finding.detail(Detail.TIME);
  }
}
