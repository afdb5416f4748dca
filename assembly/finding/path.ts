/** The path of a finding: the steps from the record to its event. */
import { writeAscii, writeByte, writeBytes, writeUnsigned } from "../bytes/writer";
import { stepCount, stepIndex, stepIsDecoded, stepKey } from "../event/frames";
import { CLOSING, lastUnit, matchString, readUnit } from "../json/text";
import { Finding } from "./finding";

/** Notes the steps to the value that event/envelopes.ts found last. */
export function notePath(finding: Finding): void {
  finding.stepCount = stepCount();
  for (let index = 0; index < finding.stepCount; index++) {
    const step = finding.stepAt(index);
    step.key = stepKey(index);
    step.index = stepIndex(index);
    step.isDecoded = stepIsDecoded(index);
  }
}

/**
 * Writes the path: a JSON Pointer (RFC 6901), with `#` for a decoded string. If the first step is named `renamed`,
 * `addition` is added to it `times` times.
 */
export function writePath(finding: Finding, renamed: string = "", addition: string = "", times: i32 = 0): void {
  for (let index = 0; index < finding.stepCount; index++) {
    const step = finding.stepAt(index);
    if (step.key != 0) writeKey(step.key);
    if (index == 0 && times > 0 && step.key != 0 && matchString(step.key, renamed)) {
      for (let time = 0; time < times; time++) writeAscii(addition);
    }
    if (step.index >= 0) {
      writeByte(0x2f);
      writeUnsigned(step.index);
    }
    if (step.isDecoded) writeByte(0x23);
  }
}

/** Writes the key at `key` as a step, as the record has it; only `~` and `/` become `~0` and `~1`. */
function writeKey(key: usize): void {
  writeByte(0x2f);
  for (let at = readUnit(key + 1), start = key + 1; lastUnit() != CLOSING; start = at, at = readUnit(at)) {
    if (lastUnit() == 0x7e || lastUnit() == 0x2f) {
      writeByte(0x7e);
      writeByte(lastUnit() == 0x7e ? 0x30 : 0x31);
    } else {
      writeBytes(start, at - start);
    }
  }
}
