/** The `keyward` member: what the verdict is and what each event that it is about says of itself. */
import { writeConfigError } from "../config/load";
import { configEnd, escalateWindow } from "../config/settings";
import { Detail } from "../finding/detail-paths";
import { Finding } from "../finding/finding";
import { burstKeys, findingAt, listedCount, matchCount, recordVerdict } from "../finding/findings";
import { writePath } from "../finding/path";
import { Verdict, verdictName } from "../finding/verdicts";
import { writeAscii, writeByte, writeBytes, writeUnsigned } from "../bytes/writer";
import { QUOTE } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { findMember } from "../json/members";
import { CLOSING, lastUnit, readUnit } from "../json/text";
import { writeKeywardRule } from "./generated/rule-text";
import { RENAMED, additionsNeeded } from "./places";
import { writeRiskScoreInForce, writeSeverityInForce } from "./severity";

/** The end of the text that the values being written are in. */
let textEnd: usize = 0;
/** Whether the object being written has a member already. */
let hasMembers: bool = false;

/**
 * Writes `,"keyward":{…}` for the findings. Their paths begin with `within`, which is empty
 * unless the record comes back inside of something.
 */
export function writeKeyward(within: string): void {
  writeAscii(',"keyward":{"verdict":"');
  writeAscii(verdictName(recordVerdict()));
  writeByte(<u8>QUOTE);
  writeConfigError();
  if (recordVerdict() == Verdict.MATCH) writeRule();
  writeAscii(',"matches":');
  writeUnsigned(matchCount());
  writeAscii(',"events":[');
  for (let index = 0; index < listedCount(); index++) {
    if (index > 0) writeByte(0x2c);
    writeFinding(findingAt(index), within);
  }
  writeAscii("]}");
}

/** Writes what only a match has. */
function writeRule(): void {
  writeByte(0x2c);
  writeKeywardRule();
  writeAscii(',"severity":');
  writeSeverityInForce();
  writeAscii(',"risk_score":');
  writeRiskScoreInForce();
  if (burstKeys() == 0) return;
  writeAscii(',"burst":{"keys":');
  writeUnsigned(burstKeys());
  writeAscii(',"window_seconds":');
  writeUnsigned(<u32>escalateWindow);
  writeByte(0x7d);
}

function writeFinding(finding: Finding, within: string): void {
  textEnd = finding.end;
  writeAscii('{"path":"');
  writeAscii(within);
  writePath(finding, "keyward", RENAMED, additionsNeeded());
  writeAscii('","verdict":"');
  writeAscii(verdictName(finding.verdict));
  writeByte(<u8>QUOTE);
  hasMembers = true;
  if (finding.exception != 0) writeException(finding.exception);
  writeMember("id", finding.detail(Detail.ID));
  writeMember("time", finding.detail(Detail.TIME));
  writeText("action", finding.action);
  writeMember("account", finding.account());
  writeMember("region", finding.detail(Detail.REGION));
  writeActor(finding);
  writeMember("source_identity", finding.detail(Detail.SOURCE_IDENTITY));
  writeMember("on_behalf_of", finding.detail(Detail.ON_BEHALF_OF));
  writeMember("source_ip", finding.detail(Detail.SOURCE_IP));
  writeMember("user_agent", finding.detail(Detail.USER_AGENT));
  writeMember("vpc_endpoint", finding.detail(Detail.VPC_ENDPOINT));
  writeKey(finding);
  // The response says what holds, the request what was asked for.
  const window = finding.detail(Detail.RESPONSE_WINDOW);
  writeNumber("pending_window_days", window != 0 ? window : finding.detail(Detail.REQUEST_WINDOW));
  writeMember("deletion_date", finding.detail(Detail.DELETION_DATE));
  if (finding.verdict == Verdict.DENIED) {
    writeMember("error_code", finding.detail(Detail.ERROR_CODE));
    writeMember("error_message", finding.detail(Detail.ERROR_MESSAGE));
  }
  writeByte(0x7d);
}

/** Writes who says that the event was expected, and why. */
function writeException(exception: usize): void {
  const end = textEnd;
  textEnd = configEnd;
  openObject("exception");
  writeMember("id", findMember(exception, "id", configEnd));
  writeMember("reason", findMember(exception, "reason", configEnd));
  closeObject();
  textEnd = end;
}

function writeActor(finding: Finding): void {
  const type = finding.detail(Detail.ACTOR_TYPE);
  const arn = finding.detail(Detail.ACTOR_ARN);
  const role = finding.detail(Detail.ROLE);
  if ((type | arn | role) == 0) return;
  openObject("actor");
  writeMember("type", type);
  writeMember("arn", arn);
  writeMember("role", role);
  closeObject();
}

function writeKey(finding: Finding): void {
  const state = finding.detail(Detail.KEY_STATE);
  if ((finding.keyId | state) == 0) return;
  openObject("key");
  writeText("id", finding.keyId);
  writeMember("arn", finding.keyArn);
  writeMember("state", state);
  closeObject();
}

/** Writes the member `name` with the value at `value`, as the record has it; 0 writes nothing. */
function writeMember(name: string, value: usize): void {
  if (value == 0) return;
  writeName(name);
  writeBytes(value, skipValue(value, textEnd) - value);
}

/** Writes the member `name` with the text at `text`, up to the end of the string that it is in; 0 writes nothing. */
function writeText(name: string, text: usize): void {
  if (text == 0) return;
  writeName(name);
  // As if the byte before it were the quote that begins its string.
  writeByte(<u8>QUOTE);
  writeBytes(text, skipText(text, textEnd) - text);
}

/** Writes the member `name` with a number, taken out of its string if it is in one. */
function writeNumber(name: string, value: usize): void {
  if (value == 0 || load<u8>(value) != QUOTE) return writeMember(name, value);
  writeName(name);
  for (let at = readUnit(value + 1); lastUnit() != CLOSING; at = readUnit(at)) {
    writeByte(<u8>lastUnit());
  }
}

function writeName(name: string): void {
  if (hasMembers) writeByte(0x2c);
  hasMembers = true;
  writeByte(<u8>QUOTE);
  writeAscii(name);
  writeAscii('":');
}

function openObject(name: string): void {
  writeName(name);
  writeByte(0x7b);
  hasMembers = false;
}

function closeObject(): void {
  writeByte(0x7d);
  hasMembers = true;
}
