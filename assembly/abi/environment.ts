/** The environment of a host with WASI preview 1. */
import { claim, claimedEnd, unclaim } from "../bytes/arena";
import { matchAscii } from "../bytes/ascii";
import { environGet, environSizesGet } from "./preview1";
import { lengthOf } from "./result-length";

/** The value of a variable. */
export namespace Setting {
  export const NONE: i32 = 0;
  export const FIRST: i32 = 1;
  export const SECOND: i32 = 2;
  /** Another value, or the environment cannot be read. */
  export const OTHER: i32 = 3;
}

const sizes = memory.data(8, 8);

/** Returns which of two values the variable `name` (with its `=`) has. Earlier claims are not touched. */
export function readVariable(name: string, first: string, second: string): i32 {
  if (environSizesGet(sizes, sizes + 4) != 0) return Setting.OTHER;
  const count = load<u32>(sizes);
  const before = claimedEnd();
  // Texts end with a NUL. They are read in words of eight bytes, so there are that many more.
  const texts = claim(((<usize>count) << 2) + <usize>load<u32>(sizes, 4) + 8);
  if (texts == 0) return Setting.OTHER;
  let setting: i32 = environGet(texts, texts + ((<usize>count) << 2)) == 0 ? Setting.NONE : Setting.OTHER;
  for (let index: u32 = 0; index < count && setting == Setting.NONE; index++) {
    const text = load<u32>(texts + ((<usize>index) << 2));
    const length = <i32>lengthOf(text);
    if (length < name.length || !matchAscii(text, name.length, name)) continue;
    const value = text + name.length;
    const left = length - name.length;
    if (left == first.length && matchAscii(value, left, first)) setting = Setting.FIRST;
    else if (left == second.length && matchAscii(value, left, second)) setting = Setting.SECOND;
    else setting = Setting.OTHER;
  }
  unclaim(before);
  return setting;
}
