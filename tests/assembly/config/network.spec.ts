import { LONGEST_ADDRESS, parseAddress, parseNetwork, prefixBits } from "../../../assembly/config/network";
import { placeLast } from "../support/text";

/** Room for an address, and eight bytes after it that must not change. */
const address = memory.data(LONGEST_ADDRESS + 8, 8);
const AFTER: u64 = 0xeeeeeeeeeeeeeeee;

/** The bytes of an address of `length` in hexadecimal; "-" for none. */
function bytesOf(length: i32): string {
  assert(load<u64>(address + LONGEST_ADDRESS) == AFTER, "stored after the longest address");
  let bytes = length == 0 ? "-" : "";
  for (let i = 0; i < length; i++)
    bytes += load<u8>(address + i)
      .toString(16)
      .padStart(2, "0");
  return bytes;
}

/** The address in `text`, in hexadecimal; "-" if it is not one. */
function addressOf(text: string): string {
  const placed = placeLast(text);
  memory.fill(address, 0xee, LONGEST_ADDRESS + 8);
  return bytesOf(parseAddress(placed.start, placed.end, address));
}

/** The network in `text`, as address and bits; "-" if it is not one. */
function networkOf(text: string): string {
  const placed = placeLast(text);
  memory.fill(address, 0xee, LONGEST_ADDRESS + 8);
  const bytes = bytesOf(parseNetwork(placed.start, placed.end, address));
  return bytes == "-" ? bytes : bytes + "/" + prefixBits().toString();
}

/** Expects none of the texts to be an address. */
function expectNone(texts: string[]): void {
  for (let i = 0; i < texts.length; i++) expect(addressOf(texts[i])).toBe("-", texts[i]);
}

describe("an IPv4 address", () => {
  it("is four numbers up to 255", () => {
    expect(addressOf("192.0.2.7")).toBe("c0000207");
    expect(addressOf("0.0.0.0")).toBe("00000000");
    expect(addressOf("255.255.255.255")).toBe("ffffffff");
    expect(addressOf("203.0.113.10")).toBe("cb00710a");
    for (let i = 0; i < 256; i++) {
      expect(addressOf(`198.51.100.${i}`)).toBe("c63364" + i.toString(16).padStart(2, "0"));
    }
  });

  it("is not anything else", () => {
    expectNone(["", ".", "1", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "....", "1.2.3.4 "]);
    expectNone(["256.0.0.1", "0.0.0.256", "1.2.3.999", "1.2.3.1000", "1.2.3.0000", "4294967296.1.1.1"]);
    expectNone(["01.2.3.4", "1.2.3.04", "1.2.3.00", "0x1.2.3.4", "1.2.3.a", "-1.2.3.4", "+1.2.3.4", " 1.2.3.4"]);
    expectNone([
      "AWS Internal",
      "kms.amazonaws.com",
      "3221225991",
      "1,2,3,4",
      "1.2.3.4\n",
      "1.2.3.4/32",
      "\u0661.2.3.4",
    ]);
  });
});

describe("an IPv6 address", () => {
  it("is eight groups of up to four hexadecimal digits", () => {
    expect(addressOf("2001:db8:0:1:2:3:4:5")).toBe("20010db8000000010002000300040005");
    expect(addressOf("2001:0DB8:abcd:EF01:ffff:0000:000a:b")).toBe("20010db8abcdef01ffff0000000a000b");
    expect(addressOf("0:0:0:0:0:0:0:0")).toBe("0".repeat(32));
  });

  it("may have a gap for groups of zero", () => {
    expect(addressOf("::")).toBe("0".repeat(32));
    expect(addressOf("::1")).toBe("0".repeat(31) + "1");
    expect(addressOf("1::")).toBe("0001" + "0".repeat(28));
    expect(addressOf("2001:db8::7")).toBe("20010db8" + "0".repeat(20) + "0007");
    expect(addressOf("1:2:3:4:5:6:7::")).toBe("00010002000300040005000600070000");
    expect(addressOf("::2:3:4:5:6:7:8")).toBe("00000002000300040005000600070008");
    expect(addressOf("1:2:3::5:6:7:8")).toBe("00010002000300000005000600070008");
  });

  it("may have its gap in any position and of any length", () => {
    for (let before = 0; before <= 7; before++) {
      for (let after = 0; before + after <= 7; after++) {
        const head: string[] = [];
        const tail: string[] = [];
        let expected = "";
        for (let i = 0; i < before; i++) head.push((0xa1 + i).toString(16));
        for (let i = 0; i < after; i++) tail.push((0xb1 + i).toString(16));
        for (let i = 0; i < before; i++) expected += "00" + head[i];
        expected += "0000".repeat(8 - before - after);
        for (let i = 0; i < after; i++) expected += "00" + tail[i];
        const text = head.join(":") + "::" + tail.join(":");
        expect(addressOf(text)).toBe(expected, text);
      }
    }
  });

  it("may end with an IPv4 address", () => {
    expect(addressOf("::ffff:192.0.2.7")).toBe("0".repeat(20) + "ffffc0000207");
    expect(addressOf("::192.0.2.7")).toBe("0".repeat(24) + "c0000207");
    expect(addressOf("1:2:3:4:5:6:192.0.2.7")).toBe("000100020003000400050006c0000207");
    expect(addressOf("64:ff9b::203.0.113.9")).toBe("0064ff9b" + "0".repeat(16) + "cb007109");
    expect(addressOf("1:2:3:4:5::192.0.2.7")).toBe("000100020003000400050000c0000207");
  });

  it("has no other number of groups", () => {
    expectNone([
      "1",
      "1:2",
      "1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:8:9",
      "1:2:3:4:5:6:7:8:",
      ":1:2:3:4:5:6:7:8",
      "1:2:3:4:5:6:7:",
    ]);
    expectNone(["1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4::5:6:7:8", "1:2:3:4:5:6:7:192.0.2.7"]);
    expectNone([
      "1:2:3:4:5:192.0.2.7",
      "1:2:3:4:5:6::192.0.2.7",
      "::1:2:3:4:5:6:192.0.2.7",
      "1:2:3:4:5:6:7:8:192.0.2.7",
    ]);
  });

  it("has neither two gaps nor half of one", () => {
    expectNone([
      ":",
      ":::",
      "::1::",
      "1::2::3",
      "1:::2",
      "::::",
      ":1",
      "1:",
      ":1:2:3:4:5:6:7",
      "1:2:3:4:5:6:7:",
      "1::2:",
    ]);
  });

  it("has no other characters, and no longer groups", () => {
    expectNone([
      "g::",
      "12345::",
      "::00001",
      "::1 ",
      " ::1",
      "[::1]",
      "::1%eth0",
      "fe80::1%1",
      "::-1",
      "::+1",
      "::0x1",
    ]);
    expectNone([
      "::192.0.2",
      "::192.0.2.256",
      "::192.0.2.7:1",
      "192.0.2.7::",
      "1:192.0.2.7::",
      "::192.0.2.7.1",
      "::.1.2.3",
    ]);
  });
});

describe("a network", () => {
  it("is an address and the bits of its prefix", () => {
    expect(networkOf("192.0.2.0/24")).toBe("c0000200/24");
    expect(networkOf("0.0.0.0/0")).toBe("00000000/0");
    expect(networkOf("192.0.2.7/32")).toBe("c0000207/32");
    expect(networkOf("2001:db8::/32")).toBe("20010db8" + "0".repeat(24) + "/32");
    expect(networkOf("::/0")).toBe("0".repeat(32) + "/0");
    expect(networkOf("::1/128")).toBe("0".repeat(31) + "1/128");
    expect(networkOf("::ffff:192.0.2.0/120")).toBe("0".repeat(20) + "ffffc0000200/120");
  });

  it("is an address alone, with all of its bits", () => {
    expect(networkOf("192.0.2.7")).toBe("c0000207/32");
    expect(networkOf("::1")).toBe("0".repeat(31) + "1/128");
  });

  it("may have any prefix that its address has bits for", () => {
    for (let bits = 0; bits <= 32; bits++) expect(networkOf(`192.0.2.7/${bits}`)).toBe(`c0000207/${bits}`);
    for (let bits = 33; bits <= 200; bits++) expect(networkOf(`192.0.2.7/${bits}`)).toBe("-");
    for (let bits = 0; bits <= 128; bits++) expect(networkOf(`::/${bits}`)).toBe("0".repeat(32) + `/${bits}`);
    for (let bits = 129; bits <= 300; bits++) expect(networkOf(`::/${bits}`)).toBe("-");
  });

  it("is not anything else", () => {
    const texts: StaticArray<string> = [
      "",
      "/",
      "/24",
      "192.0.2.0/",
      "192.0.2.0//24",
      "192.0.2.0/24/",
      "192.0.2.0/24/24",
      "192.0.2.0/024",
      "192.0.2.0/00",
      "192.0.2.0/-1",
      "192.0.2.0/+8",
      "192.0.2.0/ 8",
      "192.0.2.0/8 ",
      "192.0.2.0 /8",
      "192.0.2.0/a",
      "192.0.2.0/0x8",
      "192.0.2.0/0008",
      "192.0.2.0/255.255.255.0",
      "192.0.2/24",
      "192.0.2.*",
      "2001:db8::/1280",
      "2001:db8/32",
      "10.0.0.0-10.0.0.9",
    ];
    for (let i = 0; i < texts.length; i++) expect(networkOf(texts[i])).toBe("-", texts[i]);
  });
});
