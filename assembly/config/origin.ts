/**
 * Where an annotation comes from: the version of the module, and the configuration in force, by the first digits of its
 * SHA-256, which show where a fleet is mixed.
 */
import { sha256 } from "../bytes/sha256";
import { writeAscii, writeByte } from "../bytes/writer";
import { VERSION } from "./generated/version";

/** The configuration's text. */
let start: usize = 0;
let end: usize = 0;
/** The first eight bytes of its SHA-256, once it was asked for; many instances never are. */
let digest: u64 = 0;
/** Whether a configuration is in force. */
export let isInForce: bool = false;

/** Notes that the configuration in [from, to) is in force. Caller: the bytes are kept for good. */
export function noteConfig(from: usize, to: usize): void {
  start = from;
  end = to;
  digest = 0;
  isInForce = true;
}

/** Notes that none is in force. */
export function forgetConfig(): void {
  isInForce = false;
}

/** Writes the first 16 digits of the configuration's SHA-256. */
function writeDigest(): void {
  if (digest == 0) digest = sha256(start, end);
  for (let left = digest, count = 0; count < 16; count++, left <<= 4) {
    const digit = <u8>(left >> 60);
    writeByte(digit + (digit < 10 ? 0x30 : 0x57));
  }
}

/** Writes `,"module":"…"`, and `,"config":"…"` where a configuration is in force. */
export function writeOrigin(): void {
  writeAscii(',"module":"');
  writeAscii(VERSION);
  if (isInForce) {
    writeAscii('","config":"');
    writeDigest();
  }
  writeByte(0x22);
}
