import {
  clickhouse_create_buffer,
  clickhouse_destroy_buffer,
  keyward_count,
  keyward_match,
} from "../../../assembly/abi/clickhouse";
import { MATCH } from "../support/annotation";
import { place } from "../support/text";

/** A buffer with the rows, each shorter than 16,384 bytes. */
function rowsOf(texts: string[]): usize {
  let size = 0;
  for (let i = 0; i < texts.length; i++) size += texts[i].length + (texts[i].length < 128 ? 1 : 2);
  const buffer = clickhouse_create_buffer(size);
  let at: usize = load<u32>(buffer);
  for (let i = 0; i < texts.length; i++) {
    const length = texts[i].length;
    if (length < 128) store<u8>(at++, <u8>length);
    else {
      store<u8>(at++, <u8>(length | 0x80));
      store<u8>(at++, <u8>(length >> 7));
    }
    const placed = place(texts[i]);
    memory.copy(at, placed.start, length);
    heap.free(placed.start);
    at += length;
  }
  return buffer;
}

/** A buffer's bytes as text, with each byte below 32 as its number in brackets. */
function shown(buffer: usize): string {
  let text = "";
  const start: usize = load<u32>(buffer);
  for (let at: u32 = 0; at < load<u32>(buffer, 4); at++) {
    const byte = load<u8>(start + at);
    text += byte < 32 ? "[" + byte.toString() + "]" : String.fromCharCode(byte);
  }
  return text;
}

const ROWS: string[] = ["{" + MATCH + "}", "", "{}", "DisableKey", "{" + MATCH + ',"x":"' + "y".repeat(200) + '"}'];

describe("the adapter for ClickHouse", () => {
  it("answers each row with the verdict", () => {
    const rows = rowsOf(ROWS);
    const answers = keyward_match(rows, ROWS.length);
    expect(shown(answers)).toBe("[5]match[0][0][6]unread[5]match");
    clickhouse_destroy_buffer(answers);
    clickhouse_destroy_buffer(rows);
  });

  it("answers each row with the number of matches, or NULL", () => {
    const rows = rowsOf(ROWS);
    const one = "[0][1][0][0][0]";
    const none = "[0][0][0][0][0]";
    expect(shown(keyward_count(rows, ROWS.length))).toBe(one + none + none + "[1]" + one);
  });

  it("returns an empty answer for no rows", () => {
    expect(shown(keyward_match(rowsOf([]), 0))).toBe("");
  });
});
