import { check } from "../../../assembly/abi/config-check";
import { free, malloc } from "../../../assembly/abi/fluent-bit";
import { place, textAt } from "../support/text";

/** What `check` returns for `config`, passed as the command line passes it. */
function checked(config: string): string {
  const text = place(config);
  const block = malloc(text.length);
  assert(block != 0, "no block");
  memory.copy(block, text.start, text.length);
  const lines = check(block, text.length);
  assert(lines != 0, "no memory");
  const answer = textAt(lines);
  free(block);
  return answer;
}

describe("check", () => {
  it("returns nothing for a configuration without mistakes", () => {
    expect(checked("{}")).toBe("");
    expect(checked('{"tag":"x","exceptions":[{"id":"a","reason":"b","when":{"region":["x"]}}]}')).toBe("");
  });

  it("returns a line for each mistake", () => {
    expect(checked('{"risk_score":101,"denied":"x"}')).toBe(
      "/risk_score: 101 is invalid; use an integer from 0 to 100\n" + "/denied: x is invalid; use ignore, annotate\n",
    );
    expect(checked("")).toBe("the configuration is not JSON; use one object as RFC 8259 has it, in UTF-8\n");
  });

  it("has room for all mistakes, and starts anew each time", () => {
    const lines = checked('{"exceptions":[' + "{},".repeat(2000) + "{}]}").split("\n");
    expect(lines.length).toBe(2001 * 3 + 1);
    expect(lines[6002]).toBe(
      "/exceptions/2000: without when the exception holds for every event; use when, or both from and until",
    );
    expect(checked("{}")).toBe("");
  });

  it("reports a configuration that is too large", () => {
    expect(checked("{" + " ".repeat(262143) + "}")).toBe("the configuration is too large; use at most 262144 bytes\n");
  });
});
