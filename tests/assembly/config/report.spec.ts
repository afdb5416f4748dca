import { mistakesIn } from "../support/config";

/** Whether the text is line feeds and printable ASCII, without characters that a JSON string has to escape. */
function isPlain(text: string): bool {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit != 0x0a && (unit < 0x20 || unit > 0x7e || unit == 0x22 || unit == 0x5c)) return false;
  }
  return true;
}

const HOSTILE: StaticArray<string> = [
  '\\"',
  "\\\\",
  "\\n",
  "\\u0000",
  "\\u001b[31m",
  "\u007f",
  "\u0080",
  "\u00e9",
  "\u20ac",
  "\u{1f511}",
  "\\ud83d",
  "\u2028",
  "/",
  "~",
  "'",
  "</script>",
  "x".repeat(500),
  "x".repeat(47) + "\u20ac",
  "x".repeat(48) + '\\"',
  "%s%n",
];

describe("a line", () => {
  it("can be put into a JSON string, whatever it reports", () => {
    for (let i = 0; i < HOSTILE.length; i++) {
      const text = '"' + HOSTILE[i] + '"';
      const asValue = mistakesIn('{"severity":' + text + "}");
      expect(isPlain(asValue) && asValue != "-").toBe(true, asValue);
      const asKey = mistakesIn("{" + text + ":1}");
      expect(isPlain(asKey) && asKey != "-").toBe(true, asKey);
      const twice = mistakesIn('{"cap":{' + text + ":1," + text + ":2}}");
      expect(isPlain(twice) && twice != "-").toBe(true, twice);
      const inside = mistakesIn('{"exceptions":[{"id":' + text + ',"reason":' + text + ',"from":' + text + "}]}");
      expect(isPlain(inside) && inside != "-").toBe(true, inside);
    }
  });

  it("is short, however long the reported value is", () => {
    for (let i = 0; i < HOSTILE.length; i++) {
      const long = '"' + HOSTILE[i].repeat(100) + '"';
      const lines = mistakesIn(
        "{" +
          long +
          ":1," +
          '"exceptions":[{' +
          long +
          ':1,"when":{"source_ip":[' +
          long +
          '],"region":' +
          long +
          "}}]}",
      ).split("\n");
      for (let j = 0; j < lines.length; j++) expect(lines[j].length).toBeLessThan(320, lines[j]);
    }
  });

  it("shows 48 bytes of a value, and marks that there is more", () => {
    const shown = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuv";
    const rest = " is invalid; use ignore, annotate\n";
    expect(mistakesIn('{"denied":"' + shown + '"}')).toBe("/denied: " + shown + rest);
    expect(mistakesIn('{"denied":"' + shown + 'w"}')).toBe("/denied: " + shown + "..." + rest);
    expect(mistakesIn('{"denied":' + "1".repeat(48) + "}")).toBe("/denied: " + "1".repeat(48) + rest);
    expect(mistakesIn('{"denied":' + "1".repeat(49) + "}")).toBe("/denied: " + "1".repeat(48) + "..." + rest);
    expect(mistakesIn('{"denied":" ~"}')).toBe("/denied:  ~" + rest);
    expect(mistakesIn('{"denied":"a\u007f"}')).toBe("/denied: a..." + rest);
    expect(mistakesIn('{"denied":"\\"a"}')).toBe("/denied: ..." + rest);
  });
});
