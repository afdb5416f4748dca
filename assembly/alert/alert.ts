/**
 * The alert of a record: a small flat record for where people read it, with the annotation that the record gets. All
 * but the annotation is made of characters that mean nothing to a chat, a shell or JSON.
 */
import { reserve } from "../bytes/arena";
import { addByte, sumOf } from "../bytes/sum";
import { startWriting, writeAscii, writeByte, writeUnsigned, writtenSince } from "../bytes/writer";
import { writeKeyward } from "../annotate/keyward";
import { Place, isBareArray, valueAt } from "../annotate/places";
import { writeSeverityInForce } from "../annotate/severity";
import { escalateWindow } from "../config/settings";
import { NO_TIME } from "../config/time";
import { Finding } from "../finding/finding";
import { burstKeys, findingAt, listedCount, matchCount, possibleCount } from "../finding/findings";
import { Verdict } from "../finding/verdicts";
import { OPEN_OBJECT } from "../json/chars";
import { findMember } from "../json/members";
import { matchString } from "../json/text";
import { Reading, judgeRecord, reading } from "../pipeline";
import { Field, fieldEnd, fieldStart, forgetFields, startFields } from "../policy/fields";
import { BETWEEN, actorField, addField, hasField, keyField, readTime } from "../policy/verdict";
import { NEVER, deadlineOf } from "./deadline";
import { writePlain } from "./plain";
import { isWritable, writeTime } from "./times";
import { writeUndo } from "./undo";

/** The fields that an alert is written from. */
// prettier-ignore
const WRITTEN = memory.data<u8>([
  <u8>Field.ID, <u8>Field.ACTION, <u8>Field.TIME, <u8>Field.ACCOUNT, <u8>Field.REGION, <u8>Field.KEY_ARN, <u8>Field.KEY_ID,
  <u8>Field.ACTOR_ARN, <u8>Field.ACTOR_TYPE,
]);
const WRITTEN_COUNT: usize = 9;

/** A time in eight bytes, to be added to a sum. */
const slot = memory.data(8, 8);

// State: the finding that the alert is about, from `findMostUrgent` until `alertOf` returns.
let deadline: i64 = NEVER;
let isPossible: bool = false;
/** Further findings in the record. */
let others: i32 = 0;

/**
 * Returns the address of the NUL-terminated alert of the record of `length` bytes at `record`, good until the next call
 * into the arena. Returns 0 if there is no alert in it, for which `reading` tells whether that is certain; or if there
 * is no memory for one, and then `ranShort` is set.
 */
export function alertOf(record: usize, length: usize): usize {
  judgeRecord(record, length);
  const finding = findMostUrgent();
  if (changetype<usize>(finding) == 0) return 0;
  startFields(finding);
  const result = writeFor(finding);
  forgetFields();
  return result;
}

/**
 * Reports whether the record that `alertOf` was given, of `length` bytes at `record`, is the notice of a lost record.
 */
export function isLostNotice(record: usize, length: usize): bool {
  if (reading != Reading.UNKNOWN) return false;
  const keyward = valueAt(Place.KEYWARD);
  if (keyward == 0 || load<u8>(keyward) != OPEN_OBJECT) return false;
  const verdict = findMember(keyward, "verdict", record + length);
  return verdict != 0 && matchString(verdict, "lost");
}

/**
 * Returns the listed finding to report, or null: matches before possible ones, then by deadline, then in the order of
 * the record.
 */
function findMostUrgent(): Finding {
  let best = changetype<Finding>(0);
  for (let index = 0; index < listedCount(); index++) {
    const finding = findingAt(index);
    const verdict = finding.verdict;
    if (verdict < Verdict.POSSIBLE) continue;
    startFields(finding);
    const end = deadlineOf(finding);
    forgetFields();
    const isFirst = changetype<usize>(best) == 0;
    if (!isFirst && (verdict < best.verdict || (verdict == best.verdict && end >= deadline))) continue;
    best = finding;
    deadline = end;
  }
  return best;
}

function writeFor(finding: Finding): usize {
  isPossible = finding.verdict == Verdict.POSSIBLE;
  others = matchCount() + possibleCount() - 1;
  // Their decoded texts are claimed before the result: none may be read for the first time while that is written.
  for (let index: usize = 0; index < WRITTEN_COUNT; index++) fieldStart(load<u8>(WRITTEN + index));
  startWriting(0, 0);
  writeAlert();
  const size = writtenSince(0) + 1;
  const result = reserve(size);
  if (result == 0) return 0;
  startWriting(result, size);
  writeAlert();
  writeByte(0);
  return result;
}

function writeAlert(): void {
  writeAscii('{"text":"');
  writeText();
  writeAscii('","summary":"');
  writeSummary();
  writeHead(sumOfFields());
  if (deadline != NEVER) {
    writeAscii(',"deadline":"');
    writeTime(deadline);
    writeByte(0x22);
  }
  writeField(',"key":"', keyField());
  writeField(',"actor":"', actorField());
  writeField(',"account":"', Field.ACCOUNT);
  writeField(',"region":"', Field.REGION);
  if (others > 0) {
    writeAscii(',"others":');
    writeUnsigned(others);
  }
  writeAscii(',"undo":"');
  writeUndo();
  writeRunbook();
  writeKeyward(isBareArray() ? "/Records" : "");
  writeByte(0x7d);
}

/** Writes the end of a summary, the severity, and the key that tells events apart: `sum` is that of the event. */
export function writeHead(sum: u64): void {
  writeAscii('","severity":');
  writeSeverityInForce(burstKeys() > 0);
  writeAscii(',"dedup_key":"keyward-');
  for (let shift = 60; shift >= 0; shift -= 4) {
    const digit = (<u32>(sum >> shift)) & 0xf;
    writeByte(<u8>(digit < 10 ? 0x30 + digit : 0x57 + digit));
  }
  writeByte(0x22);
}

/** Writes the end of `undo`, and the link to the runbook. */
export function writeRunbook(): void {
  writeAscii('","runbook":"https://github.com/keyward/keyward/blob/main/docs/how-to/runbook.md"');
}

function writeText(): void {
  writeAction();
  if (hasField(keyField())) {
    writeAscii("KMS key ");
    writePlain(keyField());
  } else {
    writeAscii("a KMS key that the event does not name");
  }
  writeWhere();
  writeValue(", by ", actorField());
  const time = readTime();
  if (time != NO_TIME && isWritable(time)) {
    writeAscii(", at ");
    writeTime(time);
  }
  if (deadline != NEVER) {
    writeAscii("; KMS deletes the key after ");
    writeTime(deadline);
    writeAscii(" unless the deletion is cancelled");
  }
  if (isPossible) writeAscii("; possible, because the event is at a path that Keyward does not know");
  if (burstKeys() > 0) {
    writeAscii("; ");
    writeUnsigned(burstKeys());
    writeAscii(" keys within ");
    writeUnsigned(<u32>escalateWindow);
    writeAscii(" seconds");
  }
  if (others > 0) {
    writeAscii("; ");
    writeUnsigned(others);
    writeAscii(" more in this record");
  }
  if (reading == Reading.CUT) writeAscii("; not all of this record could be read");
  writeByte(0x2e);
}

function writeSummary(): void {
  writeAction();
  if (hasField(Field.KEY_ID)) {
    writeAscii("KMS key ");
    writePlain(Field.KEY_ID);
  } else {
    writeAscii("a KMS key");
  }
  writeWhere();
  if (deadline == NEVER) return;
  writeAscii(", deleted after ");
  writeTime(deadline);
}

function writeAction(): void {
  if (isPossible) writeAscii("Possible ");
  writePlain(Field.ACTION);
  writeAscii(" of ");
}

function writeWhere(): void {
  writeValue(", account ", Field.ACCOUNT);
  writeValue(", region ", Field.REGION);
}

/** Writes a field that the event has, after `before`. */
function writeValue(before: string, field: i32): void {
  if (!hasField(field)) return;
  writeAscii(before);
  writePlain(field);
}

/** Writes it as a member of the alert. */
function writeField(before: string, field: i32): void {
  if (!hasField(field)) return;
  writeValue(before, field);
  writeByte(0x22);
}

/**
 * Returns a sum of everything that tells one event from another, the same in every schema; times are written in more
 * than one way.
 */
function sumOfFields(): u64 {
  let sum = addField(sumOf(fieldStart(Field.ID), fieldEnd(Field.ID)), Field.ACTION);
  const time = readTime();
  store<i64>(slot, time);
  sum = time == NO_TIME ? addField(sum, Field.TIME) : sumOf(slot, slot + 8, addByte(sum, BETWEEN));
  return addField(addField(sum, keyField()), actorField());
}
