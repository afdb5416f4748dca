import { Verdict, verdictName } from "../../../assembly/finding/verdicts";

describe("the verdicts", () => {
  it("have names", () => {
    expect(verdictName(Verdict.NONE)).toBe("none");
    expect(verdictName(Verdict.DENIED)).toBe("denied");
    expect(verdictName(Verdict.SUPPRESSED)).toBe("suppressed");
    expect(verdictName(Verdict.DUPLICATE)).toBe("duplicate");
    expect(verdictName(Verdict.CAPPED)).toBe("capped");
    expect(verdictName(Verdict.MATCH)).toBe("match");
  });

  it("are ordered from the weakest to the strongest", () => {
    expect(Verdict.NONE).toBe(0);
    expect(Verdict.DENIED).toBeGreaterThan(Verdict.NONE);
    expect(Verdict.SUPPRESSED).toBeGreaterThan(Verdict.DENIED);
    expect(Verdict.DUPLICATE).toBeGreaterThan(Verdict.SUPPRESSED);
    expect(Verdict.CAPPED).toBeGreaterThan(Verdict.DUPLICATE);
    expect(Verdict.MATCH).toBeGreaterThan(Verdict.CAPPED);
  });
});
