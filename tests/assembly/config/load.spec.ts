import { allocate, claim, recycle, reserve } from "../../../assembly/bytes/arena";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { problemLength, problemStart, refuseConfig, useConfig, writeConfigError } from "../../../assembly/config/load";
import { capCount, configEnd, severity, tag } from "../../../assembly/config/settings";
import { skipValue } from "../../../assembly/json/cursor";
import { PAGE, startAnew } from "../support/arena";
import { place, textBetween } from "../support/text";

const target = memory.data(1024, 8);

/** Whether the configuration was put into force. */
function use(config: string): bool {
  const text = place(config);
  return useConfig(text.start, text.end);
}

function problem(): string {
  return textBetween(problemStart(), problemStart() + problemLength());
}

/** The member that reports the problem; traps if measuring it gives another length. */
function configError(): string {
  startWriting(0, 0);
  writeConfigError();
  const length = writtenSince(0);
  startWriting(target, length);
  writeConfigError();
  assert(length <= 1024 && writtenSince(target) == length, "measured otherwise");
  return textBetween(target, target + length);
}

function valueOf(setting: usize): string {
  return setting == 0 ? "-" : textBetween(setting, skipValue(setting, configEnd));
}

describe("useConfig", () => {
  it("reports no problem before anything was read", () => {
    expect(problem()).toBe("");
    expect(configError()).toBe("");
  });

  it("puts a configuration into force", () => {
    expect(use('{"tag":"a","cap":{"count":5,"period_seconds":6}}')).toBe(true);
    expect(valueOf(tag)).toBe('"a"');
    expect(capCount).toBe(5);
    expect(problem()).toBe("");
    expect(configError()).toBe("");
  });

  it("changes nothing if anything is wrong, and reports the first mistake", () => {
    expect(use('{"tag":"a","severity":"low"}')).toBe(true);
    const end = configEnd;
    const wrong: StaticArray<string> = [
      '{"tag":"b","severity":"lo"}',
      '{"severity":"high","x":1}',
      '{"tag":"b","tag":"c"}',
      '{"tag":"b"',
      "[]",
      "",
    ];
    for (let i = 0; i < wrong.length; i++) {
      expect(use(wrong[i])).toBe(false, wrong[i]);
      expect(valueOf(tag)).toBe('"a"', wrong[i]);
      expect(valueOf(severity)).toBe('"low"', wrong[i]);
      expect(configEnd).toBe(end, wrong[i]);
      expect(problem().length > 0 && !problem().includes("\n")).toBe(true, wrong[i]);
    }
  });

  it("reports only the first line, without its end", () => {
    expect(use('{"denied":"annotated","risk_score":-1,"x":1}')).toBe(false);
    expect(problem()).toBe("/denied: annotated is invalid; use ignore, annotate");
    expect(configError()).toBe(',"config_error":"/denied: annotated is invalid; use ignore, annotate"');
    expect(use('{"cap":{}}')).toBe(false);
    expect(problem()).toBe("/cap: count is missing; use an integer from 1 to 1000");
    expect(use("{")).toBe(false);
    expect(problem()).toBe("the configuration is not JSON; use one object as RFC 8259 has it, in UTF-8");
  });

  it("reports the first line however many follow", () => {
    const many = '{"first":1,' + '"zzzzzzzzzzzzzzzzzzzzzzzz":1,'.repeat(400) + '"x":1}';
    expect(use(many)).toBe(false);
    expect(problem()).toBe(
      "/first: unknown key; use one of: $schema, tag, severity, risk_score, exceptions, places, elsewhere, denied, network_activity, duplicates, cap, " +
        "escalate",
    );
  });

  it("keeps a claimed text from every later block", () => {
    const source = place('{"tag":"claimed"}');
    startAnew();
    // From here on the arena needs no more memory, whoever else grows it.
    reserve(8 * PAGE);
    const start = claim(source.length);
    memory.copy(start, source.start, source.length);
    expect(useConfig(start, start + source.length)).toBe(true);
    for (let round = 0; round < 2; round++) {
      recycle();
      const block = allocate(PAGE);
      expect(block).toBeGreaterThanOrEqual(start + source.length);
      memory.fill(block, 0x7a, PAGE);
    }
    expect(valueOf(tag)).toBe('"claimed"');
  });

  it("reports no problem any more once there is none", () => {
    expect(use('{"x":1}')).toBe(false);
    expect(use("{}")).toBe(true);
    expect(problem()).toBe("");
    expect(configError()).toBe("");
    expect(valueOf(tag)).toBe("-");
  });
});

describe("refuseConfig", () => {
  it("reports the given problem", () => {
    refuseConfig("the file cannot be opened");
    expect(problem()).toBe("the file cannot be opened");
    expect(configError()).toBe(',"config_error":"the file cannot be opened"');
    refuseConfig("short");
    expect(configError()).toBe(',"config_error":"short"');
    refuseConfig("");
    expect(configError()).toBe("");
  });
});
