import { ENTRY_SIZE, HEADER_SIZE, LONGEST_NAME, Names, clearNames, noteName } from "../../../assembly/survey/names";
import { textBetween } from "../support/text";

const MAX_NAMES: u32 = 3;
const names = changetype<Names>(heap.alloc(HEADER_SIZE + ENTRY_SIZE * MAX_NAMES + 16));
const room = heap.alloc(256);

function note(text: string, around: string = "-"): void {
  const bytes = String.UTF8.encode(text + around.repeat(<i32>ENTRY_SIZE));
  memory.copy(room, changetype<usize>(bytes), bytes.byteLength);
  noteName(names, MAX_NAMES, room, room + String.UTF8.byteLength(text));
}

function kept(): string {
  let all = "";
  for (let index: u32 = 0; index < names.count; index++) {
    const entry = changetype<usize>(names) + HEADER_SIZE + ENTRY_SIZE * <usize>index;
    all += textBetween(entry, entry + load<u8>(entry, 31)) + " ";
  }
  return all + (names.hasMore == 0 ? "" : "and more");
}

describe("noteName", () => {
  beforeEach(() => {
    clearNames(names);
  });

  it("keeps each text once, whatever follows it", () => {
    note("a", "-");
    note("b", "x");
    note("a", "\n");
    note("b", "-");
    note("ab");
    note("a");
    expect(kept()).toBe("a b ab ");
  });

  it("keeps texts with a common prefix, up to the longest", () => {
    const longest = "x".repeat(<i32>LONGEST_NAME);
    note(longest);
    note(longest.slice(1));
    note(longest.slice(0, 16));
    note(longest);
    expect(kept()).toBe(longest + " " + longest.slice(1) + " " + longest.slice(0, 16) + " ");
  });

  it("only notes that there are more if a text is too long or there are too many", () => {
    note("x".repeat(<i32>LONGEST_NAME + 1));
    expect(kept()).toBe("and more");
    clearNames(names);
    note("a");
    note("b");
    note("c");
    note("b");
    expect(kept()).toBe("a b c ");
    note("d");
    expect(kept()).toBe("a b c and more");
  });

  it("ignores an empty text, and begins anew after it was cleared", () => {
    note("");
    note("a");
    clearNames(names);
    expect(kept()).toBe("");
    note("a");
    expect(kept()).toBe("a ");
  });
});
