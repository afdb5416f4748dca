/** The command line of a host with WASI preview 1. */
import { claim, claimedEnd, unclaim } from "../../bytes/arena";
import { matchAscii } from "../../bytes/ascii";
import { writeAscii, writeByte } from "../../bytes/writer";
import { argsGet, argsSizesGet } from "../preview1";
import { lengthOf } from "../result-length";
import { startLine, tellLine } from "../tell";

/** What the command line requests. */
export namespace Request {
  export const TAG: i32 = 0;
  export const KEEP: i32 = 1;
  export const HELP: i32 = 2;
  /** An unknown argument, which has been reported. */
  export const UNKNOWN: i32 = 3;
}

/** Bytes of an argument that are shown. */
const SHOWN: usize = 64;
const sizes = memory.data(8, 8);

/** Reads the command line; its first text is the command's own name. */
export function readRequest(): i32 {
  if (argsSizesGet(sizes, sizes + 4) != 0) return Request.TAG;
  const count = load<u32>(sizes);
  const before = claimedEnd();
  const texts = claim(((<usize>count) << 2) + <usize>load<u32>(sizes, 4) + 8);
  let request: i32 = Request.TAG;
  if (texts == 0 || argsGet(texts, texts + ((<usize>count) << 2)) != 0) {
    startLine();
    writeAscii("the command line cannot be read");
    tellLine();
    request = Request.UNKNOWN;
  }
  for (let index: u32 = 1; index < count && request < Request.HELP; index++) {
    const text = <usize>load<u32>(texts + ((<usize>index) << 2));
    if (isOne(text, "--keep") || isOne(text, "-k")) request = Request.KEEP;
    else if (isOne(text, "--help") || isOne(text, "-h")) request = Request.HELP;
    else request = refuse(text);
  }
  unclaim(before);
  return request;
}

function isOne(text: usize, option: string): bool {
  const length = <i32>lengthOf(text);
  return length == option.length && matchAscii(text, length, option);
}

function refuse(text: usize): i32 {
  startLine();
  writeAscii("unknown argument '");
  const length = lengthOf(text);
  for (let at: usize = 0; at < min(length, SHOWN); at++) {
    const byte = load<u8>(text + at);
    writeByte(byte >= 0x20 && byte < 0x7f ? byte : 0x3f);
  }
  writeAscii(length > SHOWN ? "...'" : "'");
  writeAscii("; use --keep, --help. Records come from standard input, one a line");
  tellLine();
  return Request.UNKNOWN;
}
