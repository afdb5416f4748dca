import { free, keep, malloc, tag } from "../../../assembly/abi/fluent-bit";
import { memoryEnd } from "../../../assembly/bytes/arena";
import { all, MATCH, origin } from "../support/annotation";
import { place, textAt } from "../support/text";

type Filter = (tag: usize, tagLength: i32, seconds: i32, nanoseconds: i32, record: usize, length: i32) => usize;

const TAG: string = "kms.trail";
const NO_MATCH: string = '{"eventName":"EnableKey"}';
const ANNOTATED: string = "{" + MATCH + all() + "}";

/** Puts `text` into memory as the host does: in its own block, followed by a NUL. */
function hand(text: string): usize {
  const placed = place(text);
  const block = malloc(placed.length + 1);
  assert(block != 0 && block % 8 == 0, "no block");
  memory.copy(block, placed.start, placed.length);
  store<u8>(block + placed.length, 0);
  heap.free(placed.start);
  return block;
}

/** The filter's result for a record: "same", "dropped" or the text of the answer. */
function run(filter: Filter, record: string, frees: bool = true): string {
  const tagBlock = hand(TAG);
  const block = hand(record);
  const result = filter(tagBlock, TAG.length, 1700000000, 5, block, String.UTF8.byteLength(record));
  assert(textAt(tagBlock) == TAG, "the tag changed");
  let answer = "dropped";
  if (result == block) {
    assert(textAt(block) == record, "the record changed");
    answer = "same";
  } else if (result != 0) {
    answer = textAt(result);
  }
  if (frees) {
    free(block);
    free(tagBlock);
  }
  return answer;
}

/** The answer to a record that the host could not hand over. */
function lost(bytes: string): string {
  return (
    '{"keyward":{"verdict":"lost","bytes":' +
    bytes +
    ',"reason":"the host had no memory to hand the record to the filter","actions":["DisableKey","ScheduleKeyDeletion"]' +
    origin() +
    "}}"
  );
}

describe("malloc and free", () => {
  it("return blocks that do not overlap, and reuse a freed one", () => {
    const first = malloc(10);
    const second = malloc(20);
    expect(second).toBeGreaterThanOrEqual(first + 10);
    free(second);
    expect(malloc(8)).toBe(second);
  });

  it("return 0 for a size that memory cannot hold", () => {
    const before = memory.size();
    expect(malloc(-1)).toBe(0);
    expect(malloc(-65536)).toBe(0);
    expect(memory.size()).toBe(before);
    expect(malloc(8)).not.toBe(0);
  });

  it("ignore a free of 0", () => {
    const block = malloc(8);
    free(0);
    expect(malloc(8)).toBe(block + 8);
  });
});

describe("tag", () => {
  it("annotates a match, and returns any other record's own address", () => {
    expect(run(tag, "{" + MATCH + "}")).toBe(ANNOTATED);
    expect(run(tag, NO_MATCH)).toBe("same");
    expect(run(tag, "not JSON")).toBe("same");
    expect(run(tag, "{" + MATCH)).toBe("same");
    expect(run(tag, ANNOTATED)).toBe("same");
  });

  it("returns the address of an empty record", () => {
    const block = malloc(1);
    expect(tag(0, 0, 0, 0, block, 0)).toBe(block);
    expect(tag(0, 0, 0, 0, <usize>memoryEnd(), 0)).toBe(<usize>memoryEnd());
  });

  it("accepts a record that ends at the last byte of memory", () => {
    const end = <usize>memory.grow(1) * 65536 + 65536;
    const placed = place(NO_MATCH);
    const start = end - placed.length;
    memory.copy(start, placed.start, placed.length);
    expect(tag(0, 0, 0, 0, start, placed.length)).toBe(start);
  });
});

describe("keep", () => {
  it("annotates a match, drops a non-match, and keeps what it cannot judge", () => {
    expect(run(keep, "{" + MATCH + "}")).toBe(ANNOTATED);
    expect(run(keep, NO_MATCH)).toBe("dropped");
    expect(run(keep, "not JSON")).toBe("same");
    expect(run(keep, "{" + MATCH)).toBe("same");
    expect(run(keep, ANNOTATED)).toBe("same");
  });

  it("returns the address of an empty record", () => {
    const block = malloc(1);
    expect(keep(0, 0, 0, 0, block, 0)).toBe(block);
  });
});

describe("a record that the host could not hand over", () => {
  it("is reported by both filters, with its length", () => {
    expect(textAt(tag(0, 0, 0, 0, 0, 1234))).toBe(lost("1234"));
    expect(textAt(keep(0, 0, 0, 0, 0, 98765432))).toBe(lost("98765432"));
    expect(textAt(tag(0, 0, 0, 0, 0, 0))).toBe(lost("0"));
  });

  it("includes one that is not inside memory", () => {
    const end = <usize>memoryEnd();
    expect(textAt(tag(0, 0, 0, 0, end, 1))).toBe(lost("1"));
    expect(textAt(keep(0, 0, 0, 0, end, 1))).toBe(lost("1"));
    expect(textAt(tag(0, 0, 0, 0, end - 4, 5))).toBe(lost("5"));
    expect(textAt(keep(0, 0, 0, 0, end - 4, 5))).toBe(lost("5"));
    expect(textAt(tag(0, 0, 0, 0, 0xffffffff, 2))).toBe(lost("2"));
    expect(textAt(tag(0, 0, 0, 0, 8, -1))).toBe(lost("4294967295"));
    expect(textAt(keep(0, 0, 0, 0, 0xfffffff0, 2147483647))).toBe(lost("2147483647"));
  });

  it("does not affect the next record", () => {
    tag(0, 0, 0, 0, 0, 99);
    expect(run(tag, "{" + MATCH + "}")).toBe(ANNOTATED);
    keep(0, 0, 0, 0, 0, 99);
    expect(run(keep, NO_MATCH)).toBe("dropped");
  });
});

describe("memory", () => {
  it("does not grow with the number of records, whether the host frees them or not", () => {
    const record = '{"x":"' + "y".repeat(50000) + '",' + MATCH + "}";
    const expected = '{"x":"' + "y".repeat(50000) + '",' + MATCH + all() + "}";
    const match = place(record);
    const other = place(NO_MATCH);
    expect(run(tag, record, false) == expected).toBe(true);
    const before = memory.size();
    let wrong = 0;
    for (let round = 0; round < 600; round++) {
      const source = round % 3 == 0 ? match : other;
      const tagBlock = malloc(10);
      const block = malloc(source.length + 1);
      memory.copy(block, source.start, source.length);
      store<u8>(block + source.length, 0);
      const result = tag(tagBlock, 9, 0, 0, block, source.length);
      if ((result != block) != (source == match)) wrong += 1;
      if (round % 2 == 0) {
        free(block);
        free(tagBlock);
      }
    }
    expect(wrong).toBe(0);
    expect(memory.size()).toBe(before);
  });
});
