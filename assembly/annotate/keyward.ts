/** The `keyward` member: what the verdict is and what each event that matches says about itself. */
import { findKeyId } from "../event/key-arn";
import { MOST_LISTED, detail, matchCount, matchEnd, matchedAction, selectMatch, writePath } from "../event/matches";
import { Detail } from "../event/paths";
import { writeAscii, writeByte, writeBytes, writeUnsigned } from "../bytes/writer";
import { QUOTE } from "../json/chars";
import { skipValue } from "../json/cursor";
import { CLOSING, lastUnit, readUnit } from "../json/text";
import { writeKeywardRule } from "./generated/rule-text";

/** The end of the text that the event being written stands in. */
let textEnd: usize = 0;
/** Whether the object being written has a member already. */
let hasMembers: bool = false;

/**
 * Writes `,"keyward":{…}` for the matches noted. Their paths begin with `within`, which is empty
 * unless the record comes back inside of something.
 */
export function writeKeyward(within: string): void {
  const count = matchCount();
  writeAscii(',"keyward":{"verdict":"match",');
  writeKeywardRule();
  writeAscii(',"matches":');
  writeUnsigned(count);
  writeAscii(',"events":[');
  const listed = min(count, MOST_LISTED);
  for (let index = 0; index < listed; index++) {
    if (index > 0) writeByte(0x2c);
    selectMatch(index);
    writeEvent(within);
  }
  writeAscii("]}");
}

function writeEvent(within: string): void {
  textEnd = matchEnd();
  writeAscii('{"path":"');
  writeAscii(within);
  writePath();
  writeAscii('","verdict":"match"');
  hasMembers = true;
  writeMember("id", detail(Detail.ID));
  writeMember("time", either(Detail.TIME, Detail.OTHER_TIME));
  writeMember("action", matchedAction());
  writeMember("account", either(Detail.ACCOUNT, Detail.OTHER_ACCOUNT));
  writeMember("region", detail(Detail.REGION));
  const type = detail(Detail.ACTOR_TYPE);
  const arn = detail(Detail.ACTOR_ARN);
  if ((type | arn) != 0) {
    openObject("actor");
    writeMember("type", type);
    writeMember("arn", arn);
    closeObject();
  }
  writeMember("source_ip", either(Detail.SOURCE_IP, Detail.SOURCE_ADDRESS));
  writeMember("user_agent", detail(Detail.USER_AGENT));
  writeKey();
  // The response says what holds, the request what was asked for.
  writeNumber("pending_window_days", either(Detail.RESPONSE_WINDOW, Detail.REQUEST_WINDOW));
  writeMember("deletion_date", detail(Detail.DELETION_DATE));
  writeByte(0x7d);
}

/** The key: by its ARN in the response, the resources or the request, else as the event calls it. */
function writeKey(): void {
  const response = detail(Detail.RESPONSE_KEY);
  const request = detail(Detail.REQUEST_KEY);
  const state = detail(Detail.KEY_STATE);
  let arn = response;
  let id = keyIdIn(arn);
  if (id == 0) {
    arn = detail(Detail.RESOURCE_ARN);
    id = keyIdIn(arn);
  }
  if (id == 0) {
    arn = request;
    id = keyIdIn(arn);
  }
  if ((id | response | request | state) == 0) return;
  openObject("key");
  if (id != 0) {
    writeName("id");
    writeByte(<u8>QUOTE);
    writeBytes(id, skipValue(arn, textEnd) - id);
    writeMember("arn", arn);
  } else {
    writeMember("id", response != 0 ? response : request);
  }
  writeMember("state", state);
  closeObject();
}

function keyIdIn(value: usize): usize {
  return value == 0 ? 0 : findKeyId(value, textEnd);
}

function either(first: i32, second: i32): usize {
  const value = detail(first);
  return value != 0 ? value : detail(second);
}

/** Writes the member `name` with the value at `value`, as the record has it; 0 writes nothing. */
function writeMember(name: string, value: usize): void {
  if (value == 0) return;
  writeName(name);
  writeBytes(value, skipValue(value, textEnd) - value);
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
