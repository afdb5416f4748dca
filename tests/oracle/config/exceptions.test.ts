import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { holds } from "./exceptions.js";
import { hasLooseBits, isInNetwork, parseAddress, parseNetwork } from "./networks.js";
import { matchesPattern } from "./patterns.js";
import type { Exception, Field } from "./settings.js";

describe("a pattern", () => {
  /** A pattern, texts that it matches, and texts that it does not, separated by bars. */
  const cases: [pattern: string, matches: string, others: string][] = [
    ["abc", "abc", "ab|abcd|Abc||a*c"],
    ["*", "|a|abc|*", ""],
    ["a*", "a|ab|a*", "|ba"],
    ["*c", "c|abc|cc", "|cb|ca"],
    ["a*c", "ac|abc|abcbc", "a|c|acb"],
    ["a?c", "abc|a?c|a\u00e9c|a\ud83d\udd11c", "ac|abbc"],
    ["?", "a|\ud83d\udd11", "|ab"],
    ["??", "ab|a\ud83d\udd11", "a|\ud83d\udd11|abc"],
    ["*?", "a|ab", ""],
    ["?*?", "ab|abc", "a|"],
    ["**", "|a", ""],
    ["*ab*ab*", "abab|xabxabx|aabab", "ab|aab|abba"],
    ["*aab", "aab|aaab|aabaab", "aaba|ab"],
    ["a*b*c", "abc|aXbXc|abcbc", "acb|ab"],
    [".*", ".|.a", "a"],
    ["[ab]", "[ab]", "a"],
    ["a\\*", "a\\|a\\b", "a*"],
  ];
  for (const [pattern, matches, others] of cases) {
    it(`${pattern} is distinguished from its near misses`, () => {
      for (const text of matches.split("|")) assert.ok(matchesPattern(pattern, text), text);
      if (others !== "") for (const text of others.split("|")) assert.ok(!matchesPattern(pattern, text), text);
    });
  }

  it("treats an unpaired surrogate as U+FFFD, in the pattern and in the text", () => {
    assert.ok(matchesPattern("a\ud83d", "a\ufffd"));
    assert.ok(matchesPattern("a\ufffd", "a\udd11"));
    assert.ok(matchesPattern("?", "\ud83d"));
    assert.ok(!matchesPattern("\ud83d*", "\ud83d\udd11"));
  });
});

describe("a network", () => {
  const isIn = (address: string, network: string) => {
    const [one, all] = [parseAddress(address), parseNetwork(network)];
    assert.ok(one && all, `${address} ${network}`);
    return isInNetwork(one, all);
  };

  it("has the addresses that begin with its bits", () => {
    const cases: [network: string, inside: string, outside: string][] = [
      ["192.0.2.0/24", "192.0.2.0|192.0.2.255", "192.0.1.255|192.0.3.0|::c000:200"],
      ["192.0.2.1", "192.0.2.1", "192.0.2.0|192.0.2.2"],
      ["192.0.2.64/26", "192.0.2.64|192.0.2.127", "192.0.2.63|192.0.2.128"],
      ["128.0.0.0/1", "128.0.0.0|255.255.255.255", "127.255.255.255"],
      ["0.0.0.0/0", "0.0.0.0|203.0.113.9", "::|::ffff:203.0.113.9"],
      ["2001:db8::/32", "2001:db8::|2001:DB8:ffff::1|2001:db8::192.0.2.1", "2001:db9::|2001:db7:ffff::"],
      ["2001:db8:0:1::/64", "2001:db8:0:1:8000::", "2001:db8:0:2::"],
      ["::/0", "::|8000::1", "192.0.2.1"],
      ["::ffff:192.0.2.0/120", "::ffff:c000:2ff|0:0:0:0:0:ffff:192.0.2.7", "192.0.2.7|::ffff:192.0.3.0"],
      ["::1", "0:0:0:0:0:0:0:1", "::2|1::"],
    ];
    for (const [network, inside, outside] of cases) {
      for (const address of inside.split("|")) assert.ok(isIn(address, network), `${address} in ${network}`);
      for (const address of outside.split("|")) assert.ok(!isIn(address, network), `${address} not in ${network}`);
    }
  });

  it("can be written in only one way, and may be a single address", () => {
    const wrong =
      "192.0.2|192.0.2.01|192.0.2.256|192.0.2.1/33|192.0.2.0/024|192.0.2.0/| 192.0.2.1|192.0.2.1 |1::2::3|::1/129|" +
      ":::|12345::|fe80::1%eth0|1:2:3:4:5:6:7::8|AWS Internal||/8|::192.0.2.1:1|192.0.2.0/+8|192.0.2.0/8/8";
    for (const text of wrong.split("|")) assert.equal(parseNetwork(text), undefined, text);
    for (const text of ["192.0.2.0/24", "AWS Internal", "", "fe80::1%eth0"])
      assert.equal(parseAddress(text), undefined);
    assert.equal(parseAddress("1:2:3:4:5:6:7::")?.value, parseAddress("1:2:3:4:5:6:7:0")?.value);
  });

  it("may have no bits after its prefix", () => {
    const isLoose = (text: string) => {
      const network = parseNetwork(text);
      assert.ok(network, text);
      return hasLooseBits(network);
    };
    for (const text of ["192.0.2.1/24", "1.0.0.0/0", "::1/127", "8000::/0"]) assert.ok(isLoose(text), text);
    for (const text of ["192.0.2.0/24", "192.0.2.1/32", "0.0.0.0/0", "::1", "::2/127"]) assert.ok(!isLoose(text), text);
  });
});

describe("an exception", () => {
  const NAMES = { id: '"e"', reason: '"r"' };
  const texts = (...entries: [Field, string][]) => new Map(entries);
  const when = (...fields: [Field, string[]][]): Exception => ({ ...NAMES, when: fields });

  it("applies if every field has one of its values", () => {
    const exception = when(["account", ["1*", "2*"]], ["source_ip", ["192.0.2.0/24", "::/0"]]);
    const address: [Field, string] = ["source_ip", "192.0.2.1"];
    assert.ok(holds(exception, texts(["account", "25"], address), undefined));
    assert.ok(holds(exception, texts(["account", "15"], ["source_ip", "::1"]), 0));
    assert.ok(!holds(exception, texts(["account", "35"], address), 0));
    assert.ok(!holds(exception, texts(["account", "25"], ["source_ip", "AWS Internal"]), 0));
    assert.ok(!holds(exception, texts(["account", "25"]), 0));
  });

  it("ignores an address of a VPC endpoint, unless it names the endpoint", () => {
    const said = texts(["source_ip", "10.1.2.3"], ["vpc_endpoint", "vpce-1"]);
    const address: [Field, string[]] = ["source_ip", ["10.0.0.0/8"]];
    assert.ok(holds(when(address), texts(["source_ip", "10.1.2.3"]), 0));
    assert.ok(holds(when(address), texts(["source_ip", "10.1.2.3"], ["vpc_endpoint", ""]), 0));
    assert.ok(!holds(when(address), said, 0));
    assert.ok(holds(when(address, ["vpc_endpoint", ["vpce-1"]]), said, 0));
    assert.ok(holds(when(["vpc_endpoint", ["*"]], address), said, 0));
    assert.ok(!holds(when(address, ["vpc_endpoint", ["vpce-2"]]), said, 0));
    assert.ok(!holds(when(address, ["vpc_endpoint", ["*"]]), texts(["source_ip", "10.1.2.3"]), 0));
  });

  it("applies to a role by its ARN, or by its name, which has no path", () => {
    const role = texts(["actor.role", "arn:aws:iam::1:role/path/ci"]);
    for (const pattern of ["arn:aws:iam::1:role/path/ci", "ci", "c?", "*"])
      assert.ok(holds(when(["actor.role", [pattern]]), role, 0));
    for (const pattern of ["path/ci", "role/path/ci", "c", "CI"])
      assert.ok(!holds(when(["actor.role", [pattern]]), role, 0));
  });

  it("applies to nothing that is missing", () => {
    assert.ok(!holds(when(["region", ["*"]]), texts(), 0));
    assert.ok(!holds(when(["region", ["*"]]), texts(["region", ""]), 0));
    assert.ok(holds(when(["region", ["*"]]), texts(["region", " "]), 0));
  });

  it("applies to no text of more than 4,096 bytes, whatever the pattern", () => {
    for (const [text, isMet] of [
      ["x".repeat(4096), true],
      ["x".repeat(4097), false],
      ["\u00e9".repeat(2048), true],
      [`${"\u00e9".repeat(2048)}x`, false],
    ] as const) {
      assert.equal(holds(when(["region", ["*"]]), texts(["region", text]), 0), isMet);
    }
    for (const [length, isMet] of [
      [4094, true],
      [4095, false],
    ] as const) {
      assert.equal(holds(when(["actor.role", ["x"]]), texts(["actor.role", `${"y".repeat(length)}/x`]), 0), isMet);
    }
  });

  it("applies in the intersection of its windows, and never without a time", () => {
    // Two hours of the first Thursday of 1970.
    const weekly = { days: ["Thu"], from: 60, until: 180 };
    const exception: Exception = { ...NAMES, when: [], from: 7200, until: 9000, weekly };
    assert.deepEqual(
      [7199, 7200, 8999, 9000].map((seconds) => holds(exception, texts(), seconds)),
      [false, true, true, false],
    );
    assert.ok(!holds({ ...exception, weekly: { ...weekly, days: ["Fri"] } }, texts(), 7200));
    for (const window of [{ from: 0 }, { until: 9 }, { weekly }]) {
      assert.ok(!holds({ ...NAMES, when: [], ...window }, texts(), undefined));
    }
  });
});
