/** The rule's texts in JSON, as the table has them. */
import { writeBytes } from "../bytes/writer";
import { matchBytes } from "../json/text";
import { QUOTE } from "../json/chars";
import { Layout } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

/** Reports whether the string at `value`, in JSON that `isJsonText` accepted, is the rule's tag. */
export function isTag(value: usize): bool {
  const start = RULE_TABLE + load<u16>(RULE_TABLE, Layout.TAG);
  const end = matchBytes(value + 1, start + 1, start + load<u16>(RULE_TABLE, Layout.TAG + 2) - 1);
  return end != 0 && load<u8>(end) == QUOTE;
}

/** Writes a text of the table; `field` is its entry in Layout. */
// @ts-ignore: decorator
@inline
function writeText(field: usize): void {
  writeBytes(RULE_TABLE + load<u16>(RULE_TABLE + field), load<u16>(RULE_TABLE + field, 2));
}

/** Writes the tag, as a string. */
export function writeTag(): void {
  writeText(Layout.TAG);
}

/** Writes the severity, as a string. */
export function writeSeverity(): void {
  writeText(Layout.SEVERITY);
}

/** Writes the risk score. */
export function writeRiskScore(): void {
  writeText(Layout.RISK_SCORE);
}

/** Writes `,"rule":{…}`. */
export function writeRuleMember(): void {
  writeText(Layout.RULE_MEMBER);
}

/** Writes `,"threat":{…}`. */
export function writeThreatMember(): void {
  writeText(Layout.THREAT_MEMBER);
}

/** Writes `"rule":{…}`, of id and version alone. */
export function writeKeywardRule(): void {
  writeText(Layout.KEYWARD_RULE);
}
