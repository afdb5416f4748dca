import assert from "node:assert/strict";
import { it } from "node:test";
import { checkConfig } from "#keyward/config/check-config.js";
import { loadModule } from "#keyward/module-files.js";
import { isAddress } from "#keyward/triage/address.js";
import { HOSTILE } from "./support.js";

it("an address is accepted exactly if the module's check accepts it", async () => {
  const module = await loadModule();
  const yes = [
    "198.51.100.7",
    "0.0.0.0",
    "255.255.255.255",
    "::",
    "::1",
    "1::",
    "2001:db8::8a2e:370:7334",
    "1:2:3:4:5:6:7:8",
  ];
  const more = [
    "::ffff:198.51.100.7",
    "1:2:3:4:5:6:198.51.100.7",
    "FE80::1",
    "1::8",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8",
    "1::198.51.100.7",
  ];
  const no = [
    "AWS Internal",
    "kms.amazonaws.com",
    "198.51.100",
    "198.51.100.7.1",
    "198.51.100.256",
    "198.51.100.07",
    "1.2.3.4 ",
  ];
  const none = [
    "198.51.100.7\n",
    ".1.2.3",
    "1.2.3.",
    "1..2.3",
    ":",
    ":::",
    "1:::2",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9",
  ];
  const nor = [
    "::1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7:1.2.3.4",
    "12345::",
    "g::",
    "1:",
    ":1",
    "fe80::1%eth0",
    "[::1]",
    "1.2.3.4::",
    "::1.2.3.4:5",
    "",
  ];
  const expected = new Map([...yes, ...more].map((text) => [text, true]));
  for (const text of [...yes, ...more, ...no, ...none, ...nor, ...HOSTILE]) {
    assert.equal(isAddress(text), expected.get(text) ?? false, JSON.stringify(text.slice(0, 100)));
    const when = { source_ip: [text] };
    const config = JSON.stringify({ exceptions: [{ id: "i", reason: "r", when }] });
    // A network is more than an address.
    const isAllowed = !text.includes("/") && checkConfig(module, Buffer.from(config)).length === 0;
    assert.equal(isAllowed, isAddress(text), JSON.stringify(text.slice(0, 100)));
  }
});
