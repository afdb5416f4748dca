/** The tag, the severity and the risk score in force: the rule's own, or those of the configuration. */
import { isSameText } from "../json/text";
import { skipValue } from "../json/cursor";
import { writeBytes } from "../bytes/writer";
import { configEnd, escalatedRiskScore, escalatedSeverity, riskScore, severity, tag } from "../config/settings";
import { isTag, writeRiskScore, writeSeverity, writeTag } from "./rule-text";

export function writeTagInForce(): void {
  if (tag == 0) writeTag();
  else writeSetting(tag);
}

/** Reports whether the string at `value`, in JSON that `isJsonText` accepted, reads as the tag. */
export function isTagInForce(value: usize): bool {
  return tag == 0 ? isTag(value) : isSameText(value, tag);
}

/** Writes the severity; `isEscalated` is for a record with a match that is part of a burst. */
export function writeSeverityInForce(isEscalated: bool): void {
  const setting = isEscalated ? escalatedSeverity : severity;
  if (setting == 0) writeSeverity();
  else writeSetting(setting);
}

export function writeRiskScoreInForce(isEscalated: bool): void {
  const setting = isEscalated ? escalatedRiskScore : riskScore;
  if (setting == 0) writeRiskScore();
  else writeSetting(setting);
}

/** Writes a setting as the configuration has it. */
function writeSetting(value: usize): void {
  writeBytes(value, skipValue(value, configEnd) - value);
}
