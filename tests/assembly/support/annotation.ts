/** The content of an annotation, written by hand: rules/aws-kms-key-loss.json as a match gets it. */
import { writeOrigin } from "../../../assembly/config/origin";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { planInsertions } from "../../../assembly/annotate/insertions";
import { readPlaces } from "../../../assembly/annotate/places";
import { splice } from "../../../assembly/annotate/splice";
import { matchCount } from "../../../assembly/finding/findings";
import { noteMatches } from "./envelopes";
import { Text, textBetween } from "./text";

/** The shortest raw event that matches, without its braces. */
export const MATCH: string = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';

export const TAGS: string = ',"tags":["aws-kms-key-loss"]';
export const EVENT: string = ',"event":{"severity":47,"risk_score":47}';
export const RULE: string =
  ',"rule":{"id":"6951f15e-533c-4a60-8014-a3c3ab851a1b",' +
  '"name":"AWS KMS Customer Managed Key Disabled or Scheduled for Deletion","version":"107",' +
  '"author":["Xavier Pich"],"license":"Elastic License v2",' +
  '"reference":"https://www.elastic.co/guide/en/security/current/' +
  'aws-kms-customer-managed-key-disabled-or-scheduled-for-deletion.html"}';
export const THREAT: string =
  ',"threat":{"framework":"MITRE ATT&CK","tactic":{"id":["TA0040"],"name":["Impact"],' +
  '"reference":["https://attack.mitre.org/tactics/TA0040/"]},"technique":{"id":["T1485"],"name":["Data Destruction"],' +
  '"reference":["https://attack.mitre.org/techniques/T1485/"]}}';

const target = memory.data(128, 8);

/** The end of every member `keyward`, without its brace, for the configuration in force. */
export function origin(): string {
  startWriting(target, 128);
  writeOrigin();
  return textBetween(target, target + writtenSince(target));
}

/** The `keyward` member of `count` matches, with `events` as its list. */
export function keywardOf(count: i32, events: string): string {
  return (
    ',"keyward":{"verdict":"match","rule":{"id":"6951f15e-533c-4a60-8014-a3c3ab851a1b","version":"107"},' +
    `"severity":"medium","risk_score":47,"matches":${count},"events":[${events}]${origin()}}`
  );
}

/** The event at `path` in that member, with `details` after its verdict. */
export function listed(path: string, details: string): string {
  return `{"path":"${path}","verdict":"match",${details}}`;
}

/** The `keyward` member of a record that is one match, with `details`. */
export function keyward(details: string): string {
  return keywardOf(1, listed("", details));
}

/** All members that the shortest match gets. */
export function all(): string {
  return TAGS + EVENT + RULE + THREAT + keyward('"action":"DisableKey"');
}

/** Reads everything that an annotation of the record at `text` consists of; the record must have a match. */
export function readMatch(text: Text): void {
  readPlaces(text.start, text.end);
  noteMatches(text);
  assert(matchCount() > 0, "no match");
}

/** Plans the insertions for the record at `text`; returns how many there are. */
export function planMatch(text: Text, eventTaken: bool = false): i32 {
  readMatch(text);
  return planInsertions(text.end, eventTaken);
}

/** Annotates the record at `text`; returns the address of the result. */
export function spliceMatch(text: Text, eventTaken: bool = false): usize {
  readMatch(text);
  return splice(text.start, text.end, eventTaken);
}
