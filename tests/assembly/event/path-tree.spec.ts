import { PathTree, ROOT, follow } from "../../../assembly/event/path-tree";
import { readKey } from "../../../assembly/json/key";
import { placeLast } from "../support/text";
import { treeOf } from "../support/fields";

const LONG: string = "requestParameters.pendingWindowInDays";
const TREE: PathTree = treeOf(["a.b.c", "a.b.d", "a.e", "f", "", "g.h", LONG, "ip.abc.abcd.abcde"]);

/**
 * Follows the keys in `keys`, separated by spaces: the path's number, "+" if more keys can follow, "-" if none fits.
 */
function ledBy(keys: string): string {
  let from: u32 = ROOT;
  const all = keys.split(" ");
  for (let i = 0; i < all.length; i++) {
    const text = placeLast('"' + all[i] + '"');
    readKey(text.start, text.end);
    const branch = follow(TREE, from);
    if (branch == null) return "-";
    if (branch.path != 0xff) return i == all.length - 1 ? branch.path.toString() : "-";
    from = branch.to;
  }
  return "+";
}

describe("a tree of paths", () => {
  it("is followed by one key for each part", () => {
    expect(ledBy("a")).toBe("+");
    expect(ledBy("a b")).toBe("+");
    expect(ledBy("a b c")).toBe("0");
    expect(ledBy("a b d")).toBe("1");
    expect(ledBy("a e")).toBe("2");
    expect(ledBy("f")).toBe("3");
    expect(ledBy("g h")).toBe("5");
    expect(ledBy("requestParameters pendingWindowInDays")).toBe("6");
    expect(ledBy("ip abc abcd abcde")).toBe("7");
    expect(ledBy("\\u0069p ab\\u0063 \\u0061bcd abcd\\u0065")).toBe("7");
  });

  it("is followed by keys of several parts", () => {
    expect(ledBy("a.b")).toBe("+");
    expect(ledBy("a.b d")).toBe("1");
    expect(ledBy("a b.c")).toBe("0");
    expect(ledBy("a.b.d")).toBe("1");
    expect(ledBy("a\\u002ee")).toBe("2");
    expect(ledBy("g.h")).toBe("5");
    expect(ledBy(LONG)).toBe("6");
  });

  it("is not followed by any other key", () => {
    expect(ledBy("b")).toBe("-");
    expect(ledBy("a f")).toBe("-");
    expect(ledBy("a.")).toBe("-");
    expect(ledBy("a .b")).toBe("-");
    expect(ledBy("a.b.c.d")).toBe("-");
    expect(ledBy("")).toBe("-");
    expect(ledBy("g.")).toBe("-");
    expect(ledBy("h")).toBe("-");
    expect(ledBy("f f")).toBe("-");
    expect(ledBy("ib")).toBe("-");
    expect(ledBy("p")).toBe("-");
    expect(ledBy("ip abd")).toBe("-");
    expect(ledBy("ip bc")).toBe("-");
    expect(ledBy("ip abc bbcd")).toBe("-");
    expect(ledBy("ip abc abcd bbcde")).toBe("-");
    // Equal in their first or last bytes, and equally long.
    expect(ledBy("requestParameteRs")).toBe("-");
    expect(ledBy("requesTParameters")).toBe("-");
    expect(ledBy("Requestparameters")).toBe("-");
    expect(ledBy("xrequestParameters")).toBe("-");
    expect(ledBy("Parameters")).toBe("-");
    expect(ledBy(LONG.replace("pending", "Pending"))).toBe("-");
  });
});
