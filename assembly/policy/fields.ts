/** A finding's fields that exceptions name, as text to compare. A text is good until `forgetFields`. */
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
  export const ACTOR_ROLE: i32 = 9;
  export const SOURCE_IDENTITY: i32 = 10;
  export const VPC_ENDPOINT: i32 = 11;
  /** Exceptions cannot name these. */
  export const ID: i32 = 12;
  export const TIME: i32 = 13;
  export const COUNT: i32 = 14;
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
  "actor.role",
  "source_identity",
  "vpc_endpoint",
];

// State: the texts of one finding's fields, from `startFields` until `forgetFields`; each is read on first use.
let finding: Finding = changetype<Finding>(0);
/** Where the text of each field begins and ends; the beginning is 0 until it is read. */
const starts = memory.data(Field.COUNT * sizeof<usize>(), 8);
const ends = memory.data(Field.COUNT * sizeof<usize>(), 8);
/** The text of a field that the finding lacks. */
const nothing = memory.data(1, 1);
/** Claims from here on are given back. */
let before: usize = 0;

/**
 * Starts with a finding. Caller: `forgetFields` comes next, before the finding's memory is given back; claims in
 * between are lost.
 */
export function startFields(from: Finding): void {
  finding = from;
  memory.fill(starts, 0, Field.COUNT * sizeof<usize>());
  before = claimedEnd();
}

/** Starts without a finding: the fields are those passed to `giveField`, the others are empty. */
export function startGivenFields(): void {
  for (let field = 0; field < Field.COUNT; field++) giveField(field, nothing, nothing);
  before = claimedEnd();
}

/** Sets the text of a field. */
export function giveField(field: i32, start: usize, end: usize): void {
  store<usize>(starts + <usize>field * sizeof<usize>(), start);
  store<usize>(ends + <usize>field * sizeof<usize>(), end);
}

/** Gives back what was claimed for texts since the start. */
export function forgetFields(): void {
  unclaim(before);
}

/** Returns the field that the key at `key` names, or -1. */
export function fieldOf(key: usize): i32 {
  for (let field = 0; field < NAMES.length; field++) {
    if (matchString(key, unchecked(NAMES[field]))) return field;
  }
  return -1;
}

/**
 * Returns where the text of a field begins; the text is empty if the finding lacks the field or there is no memory for
 * it.
 */
export function fieldStart(field: i32): usize {
  const slot = starts + <usize>field * sizeof<usize>();
  if (load<usize>(slot) == 0) readField(field, slot);
  return load<usize>(slot);
}

/** Returns where the text of a field ends. Caller: `fieldStart` was called for it. */
export function fieldEnd(field: i32): usize {
  return load<usize>(ends + <usize>field * sizeof<usize>());
}

/** Reports whether the finding has a field, whether or not there is memory for its text. */
export function saysField(field: i32): bool {
  return valueOf(finding, field) != 0;
}

function readField(field: i32, slot: usize): void {
  const end = ends + <usize>field * sizeof<usize>();
  store<usize>(slot, nothing);
  store<usize>(end, nothing);
  let value = valueOf(finding, field);
  if (value == 0) return;
  const isInside = isInString(field);
  if (!isInside && load<u8>(value) != QUOTE) {
    // A number's text is the number as written.
    store<usize>(slot, value);
    store<usize>(end, skipValue(value, finding.end));
    return;
  }
  // As if its string began there.
  if (isInside) value -= 1;
  // Not `skipString`: perhaps no value begins there, and then what is noted for the address is about another text.
  const text = claim(skipText(value + 1, finding.end) - value);
  if (text == 0) return;
  store<usize>(slot, text);
  const textEnd = decodeString(value, text, finding.end);
  store<usize>(end, textEnd);
  if (!isWellFormed(text, textEnd)) replaceBadBytes(text, textEnd, slot, end);
}

/** Replaces the text by one with U+FFFD for each byte that is not UTF-8, which is how it reads. */
function replaceBadBytes(text: usize, textEnd: usize, slot: usize, end: usize): void {
  const replaced = claim((textEnd - text) * 3);
  if (replaced == 0) return;
  store<usize>(slot, replaced);
  store<usize>(end, copyWellFormed(text, textEnd, replaced));
}

/** Reports whether a field's text is inside a string, up to its end: an action or id can be the end of a longer one. */
function isInString(field: i32): bool {
  return field == Field.ACTION || field == Field.KEY_ID;
}

/** The details that the fields are, by their numbers; 0 for a field that is more than a detail. */
// prettier-ignore
const DETAILS = memory.data<u8>([
  0, 0, <u8>Detail.REGION, <u8>Detail.ACTOR_ARN, <u8>Detail.ACTOR_TYPE, <u8>Detail.SOURCE_IP, <u8>Detail.USER_AGENT, 0, 0,
  <u8>Detail.ROLE, <u8>Detail.SOURCE_IDENTITY, <u8>Detail.VPC_ENDPOINT, <u8>Detail.ID, <u8>Detail.TIME,
]);

/** Returns the value that a finding's field is read from, or the address of its text inside a string, or 0. */
export function valueOf(finding: Finding, field: i32): usize {
  if (field == Field.ACTION) return finding.action;
  if (field == Field.ACCOUNT) return finding.account();
  if (field == Field.KEY_ARN) return finding.keyArn;
  if (field == Field.KEY_ID) return finding.keyId;
  return finding.detail(load<u8>(DETAILS + field));
}
