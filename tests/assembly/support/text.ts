/** UTF-8 texts in memory for the code under test. */

const PAGE: usize = 65536;
/** Memory that `placeLast` puts its texts into, up to the end of all memory. */
let window: usize = 0;
let windowEnd: usize = 0;

/** The span of a text: from `start` to `end` (exclusive). */
export class Text {
  constructor(
    public start: usize,
    public end: usize,
  ) {}

  /** The text's length in bytes. */
  get length(): i32 {
    return <i32>(this.end - this.start);
  }

  /** The address of the first `part` (ASCII) of the text; traps if it has none. */
  at(part: string): usize {
    const bytes = String.UTF8.encode(part);
    for (let at = this.start; at + bytes.byteLength <= this.end; at++) {
      if (memory.compare(at, changetype<usize>(bytes), bytes.byteLength) == 0) return at;
    }
    assert(false, "the text lacks " + part);
    return 0;
  }
}

/** Puts `text` into memory forever, directly followed by the bytes of `after`. */
export function place(text: string, after: string = ""): Text {
  const bytes = String.UTF8.encode(text + after);
  const start = heap.alloc(bytes.byteLength + 1);
  memory.copy(start, changetype<usize>(bytes), bytes.byteLength);
  return new Text(start, start + String.UTF8.byteLength(text));
}

/** Puts `text` into the last bytes of memory, so that reading beyond its end traps. Valid until the next call. */
export function placeLast(text: string): Text {
  const bytes = String.UTF8.encode(text);
  return placeBytesLast(changetype<usize>(bytes), bytes.byteLength);
}

/** Like `placeLast`, with the `length` bytes at `from`. */
export function placeBytesLast(from: usize, length: i32): Text {
  const text = new Text(0, 0);
  if (windowEnd != <usize>memory.size() * PAGE || <usize>length > windowEnd - window) {
    const pages = <i32>((<usize>length + PAGE) / PAGE);
    window = <usize>memory.grow(pages) * PAGE;
    windowEnd = window + <usize>pages * PAGE;
  }
  text.end = windowEnd;
  text.start = windowEnd - length;
  memory.copy(text.start, from, length);
  return text;
}

/** The text from `start` to `end` (exclusive). */
export function textBetween(start: usize, end: usize): string {
  return String.UTF8.decodeUnsafe(start, end - start);
}

/** The NUL-terminated text at `start`. */
export function textAt(start: usize): string {
  let end = start;
  while (load<u8>(end) != 0) end += 1;
  return textBetween(start, end);
}
