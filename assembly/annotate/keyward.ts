/** The `keyward` member: the verdict, and the details of each event it is about. */
import { writeConfigError } from "../config/load";
import { writeOrigin } from "../config/origin";
import { configEnd, escalateWindow } from "../config/settings";
import { Detail } from "../finding/detail";
import { Finding } from "../finding/finding";
import { burstKeys, findingAt, listedCount, matchCount, recordVerdict } from "../finding/findings";
import { writePath } from "../finding/path";
import { Verdict, verdictName } from "../finding/verdicts";
import { Bytes, bytesOf, write, writeAscii, writeByte, writeBytes, writeUnsigned } from "../bytes/writer";
import { QUOTE } from "../json/chars";
import { skipText, skipValue } from "../json/cursor";
import { findMember } from "../json/members";
import { CLOSING, lastUnit, readUnit } from "../json/text";
import { writeKeywardRule } from "./rule-text";
import { RENAMED, additionsNeeded } from "./places";
import { writeRiskScoreInForce, writeSeverityInForce } from "./severity";

// The names of members, with what is around them.
const OPEN_KEYWARD = bytesOf(',"keyward":{"verdict":"');
const RULE_SEVERITY = bytesOf(',"severity":');
const RULE_RISK_SCORE = bytesOf(',"risk_score":');
const MATCHES = bytesOf(',"matches":');
const EVENTS = bytesOf(',"events":[');
const OPEN_EVENT = bytesOf('{"path":"');
const VERDICT = bytesOf('","verdict":"');
const ID = bytesOf('"id":');
const TIME = bytesOf('"time":');
const ACTION = bytesOf('"action":');
const ACCOUNT = bytesOf('"account":');
const REGION = bytesOf('"region":');
const SOURCE_IDENTITY = bytesOf('"source_identity":');
const ON_BEHALF_OF = bytesOf('"on_behalf_of":');
const SOURCE_IP = bytesOf('"source_ip":');
const USER_AGENT = bytesOf('"user_agent":');
const VPC_ENDPOINT = bytesOf('"vpc_endpoint":');
const PENDING_WINDOW_DAYS = bytesOf('"pending_window_days":');
const DELETION_DATE = bytesOf('"deletion_date":');
const ERROR_CODE = bytesOf('"error_code":');
const ERROR_MESSAGE = bytesOf('"error_message":');
const REASON = bytesOf('"reason":');
const TYPE = bytesOf('"type":');
const ARN = bytesOf('"arn":');
const ROLE = bytesOf('"role":');
const STATE = bytesOf('"state":');
const EXCEPTION = bytesOf('"exception":');
const ACTOR = bytesOf('"actor":');
const KEY = bytesOf('"key":');

/** The end of the text that the values being written are in. */
let textEnd: usize = 0;
/** Whether the object being written has a member already. */
let hasMembers: bool = false;

/**
 * Writes `,"keyward":{…}` for the findings. Their paths begin with `within`, which is empty unless the record comes
 * back inside something.
 */
export function writeKeyward(within: string): void {
  write(OPEN_KEYWARD);
  writeAscii(verdictName(recordVerdict()));
  writeByte(<u8>QUOTE);
  writeConfigError();
  if (recordVerdict() == Verdict.MATCH) writeRule();
  write(MATCHES);
  writeUnsigned(matchCount());
  write(EVENTS);
  for (let index = 0; index < listedCount(); index++) {
    if (index > 0) writeByte(0x2c);
    writeFinding(findingAt(index), within);
  }
  writeByte(0x5d);
  writeOrigin();
  writeByte(0x7d);
}

/** Writes what only a match has. */
function writeRule(): void {
  writeByte(0x2c);
  writeKeywardRule();
  write(RULE_SEVERITY);
  writeSeverityInForce(burstKeys() > 0);
  write(RULE_RISK_SCORE);
  writeRiskScoreInForce(burstKeys() > 0);
  if (burstKeys() == 0) return;
  writeAscii(',"burst":{"keys":');
  writeUnsigned(burstKeys());
  writeAscii(',"window_seconds":');
  writeUnsigned(<u32>escalateWindow);
  writeByte(0x7d);
}

function writeFinding(finding: Finding, within: string): void {
  textEnd = finding.end;
  write(OPEN_EVENT);
  writeAscii(within);
  writePath(finding, "keyward", RENAMED, additionsNeeded());
  write(VERDICT);
  writeAscii(verdictName(finding.verdict));
  writeByte(<u8>QUOTE);
  hasMembers = true;
  if (finding.exception != 0) writeException(finding.exception);
  writeMember(ID, finding.detail(Detail.ID));
  writeMember(TIME, finding.detail(Detail.TIME));
  writeText(ACTION, finding.action);
  writeMember(ACCOUNT, finding.account());
  writeMember(REGION, finding.detail(Detail.REGION));
  writeActor(finding);
  writeMember(SOURCE_IDENTITY, finding.detail(Detail.SOURCE_IDENTITY));
  writeMember(ON_BEHALF_OF, finding.detail(Detail.ON_BEHALF_OF));
  writeMember(SOURCE_IP, finding.detail(Detail.SOURCE_IP));
  writeMember(USER_AGENT, finding.detail(Detail.USER_AGENT));
  writeMember(VPC_ENDPOINT, finding.detail(Detail.VPC_ENDPOINT));
  writeKey(finding);
  // The response has the actual value, the request the one asked for.
  const window = finding.detail(Detail.RESPONSE_WINDOW);
  writeNumber(PENDING_WINDOW_DAYS, window != 0 ? window : finding.detail(Detail.REQUEST_WINDOW));
  writeMember(DELETION_DATE, finding.detail(Detail.DELETION_DATE));
  if (finding.verdict == Verdict.DENIED) {
    writeMember(ERROR_CODE, finding.detail(Detail.ERROR_CODE));
    writeMember(ERROR_MESSAGE, finding.detail(Detail.ERROR_MESSAGE));
  }
  writeByte(0x7d);
}

/** Writes the exception that the event falls under, with its reason. */
function writeException(exception: usize): void {
  const end = textEnd;
  textEnd = configEnd;
  openObject(EXCEPTION);
  writeMember(ID, findMember(exception, "id", configEnd));
  writeMember(REASON, findMember(exception, "reason", configEnd));
  closeObject();
  textEnd = end;
}

function writeActor(finding: Finding): void {
  const type = finding.detail(Detail.ACTOR_TYPE);
  const arn = finding.detail(Detail.ACTOR_ARN);
  const role = finding.detail(Detail.ROLE);
  if ((type | arn | role) == 0) return;
  openObject(ACTOR);
  writeMember(TYPE, type);
  writeMember(ARN, arn);
  writeMember(ROLE, role);
  closeObject();
}

function writeKey(finding: Finding): void {
  const state = finding.detail(Detail.KEY_STATE);
  if ((finding.keyId | state) == 0) return;
  openObject(KEY);
  writeText(ID, finding.keyId);
  writeMember(ARN, finding.keyArn);
  writeMember(STATE, state);
  closeObject();
}

/** Writes the member `name` with the value at `value`, as the record has it; nothing if that is 0. */
function writeMember(name: Bytes, value: usize): void {
  if (value == 0) return;
  writeName(name);
  writeBytes(value, skipValue(value, textEnd) - value);
}

/** Writes the member `name` with the text from `text` to the end of its string; nothing if that is 0. */
function writeText(name: Bytes, text: usize): void {
  if (text == 0) return;
  writeName(name);
  // As if its string began there.
  writeByte(<u8>QUOTE);
  writeBytes(text, skipText(text, textEnd) - text);
}

/** Writes the member `name` with a number, taken out of its string if it is in one. */
function writeNumber(name: Bytes, value: usize): void {
  if (value == 0 || load<u8>(value) != QUOTE) return writeMember(name, value);
  writeName(name);
  for (let at = readUnit(value + 1); lastUnit() != CLOSING; at = readUnit(at)) {
    writeByte(<u8>lastUnit());
  }
}

function writeName(name: Bytes): void {
  if (hasMembers) writeByte(0x2c);
  hasMembers = true;
  write(name);
}

function openObject(name: Bytes): void {
  writeName(name);
  writeByte(0x7b);
  hasMembers = false;
}

function closeObject(): void {
  writeByte(0x7d);
  hasMembers = true;
}
