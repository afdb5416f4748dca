import { recycle } from "../../../assembly/bytes/arena";
import { VERSION } from "../../../assembly/config/generated/version";
import { refuseConfig } from "../../../assembly/config/load";
import { keepRecord } from "../../../assembly/pipeline";
import { origin } from "../support/annotation";
import { configure, exceptionWith } from "../support/config";
import { place, textAt } from "../support/text";

/** The `keyward` member of `record`, which must get one, without its name and origin. */
function keywardIn(record: string): string {
  recycle();
  const text = place(record);
  const result = keepRecord(text.start, text.length);
  assert(result != 0 && result != text.start, "not annotated");
  const annotated = textAt(result);
  const at = annotated.lastIndexOf(',"keyward":');
  const end = origin() + "}}";
  assert(at > 0 && annotated.endsWith(end), annotated);
  return annotated.slice(at + 11, -end.length) + "}";
}

const EVENT: string =
  '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey","eventID":"e","eventTime":"2026-12-05T10:00:00Z"';
/** The event's details, which follow its verdict. */
const SAYS: string = '"id":"e","time":"2026-12-05T10:00:00Z","action":"DisableKey"';
const RULE: string = '"rule":{"id":"6951f15e-533c-4a60-8014-a3c3ab851a1b","version":"107"}';

describe("the keyward member of a match", () => {
  it("has the severity and risk score in force", () => {
    configure('{"tag":"t","severity":"high","risk_score":73}');
    expect(keywardIn(EVENT + "}")).toBe(
      `{"verdict":"match",${RULE},"severity":"high","risk_score":73,"matches":1,"events":[{"path":"","verdict":"match",${SAYS}}]}`,
    );
  });

  it("has the burst that it is part of", () => {
    configure('{"escalate":{"distinct_keys":2,"window_seconds":604800,"severity":"critical","risk_score":99}}');
    const key = ',"requestParameters":{"keyId":"';
    const first = keywardIn(EVENT + key + 'a"}}');
    expect(first.includes('"severity":"medium","risk_score":47,"matches":1')).toBe(true, first);
    const second = keywardIn(EVENT + key + 'b"}}');
    expect(second).toBe(
      `{"verdict":"match",${RULE},"severity":"critical","risk_score":99,"burst":{"keys":2,"window_seconds":604800},"matches":1,` +
        `"events":[{"path":"","verdict":"match",${SAYS},"key":{"id":"b"}}]}`,
    );
  });
});

describe("the keyward member of an event that is not a match", () => {
  it("has the exception that suppressed it", () => {
    configure('{"exceptions":[{"reason":"be\\u0063ause \\"x\\"","when":{"action":["*"]},"id":"a\u20ac"}]}');
    expect(keywardIn(EVENT + "}")).toBe(
      '{"verdict":"suppressed","matches":0,"events":[{"path":"","verdict":"suppressed",' +
        `"exception":{"id":"a\u20ac","reason":"be\\u0063ause \\"x\\""},${SAYS}}]}`,
    );
  });

  it("has the verdict of a duplicate and of a capped event", () => {
    configure('{"duplicates":{"window_seconds":1},"cap":{"count":1,"period_seconds":1}}');
    keywardIn(EVENT + "}");
    expect(keywardIn(EVENT + "}")).toBe(
      `{"verdict":"duplicate","matches":0,"events":[{"path":"","verdict":"duplicate",${SAYS}}]}`,
    );
    expect(keywardIn(EVENT.replace('"e"', '"f"') + "}")).toBe(
      `{"verdict":"capped","matches":0,"events":[{"path":"","verdict":"capped",${SAYS.replace('"e"', '"f"')}}]}`,
    );
  });

  it("has how a call failed", () => {
    configure('{"denied":"annotate"}');
    expect(keywardIn(EVENT + ',"errorCode":"AccessDenied","errorMessage":"not \\"you\\""}')).toBe(
      `{"verdict":"denied","matches":0,"events":[{"path":"","verdict":"denied",${SAYS},` +
        '"error_code":"AccessDenied","error_message":"not \\"you\\""}]}',
    );
    expect(keywardIn(EVENT + ',"errorMessage":"m"}')).toBe(
      `{"verdict":"denied","matches":0,"events":[{"path":"","verdict":"denied",${SAYS},"error_message":"m"}]}`,
    );
    expect(keywardIn(EVENT + ',"errorCode":{"a":1}}')).toBe(
      `{"verdict":"denied","matches":0,"events":[{"path":"","verdict":"denied",${SAYS}}]}`,
    );
  });

  it("has how a call failed, in every schema", () => {
    configure('{"denied":"annotate"}');
    const beginning = '{"verdict":"denied","matches":0,"events":[{"path":"","verdict":"denied","action":"DisableKey"';
    expect(
      keywardIn(
        '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"failure"},' +
          '"aws.cloudtrail":{"error_code":"c","error_message":"m"}}',
      ),
    ).toBe(beginning + ',"error_code":"c","error_message":"m"}]}');
    expect(
      keywardIn(
        '{"status":"Failure","api":{"service":{"name":"kms"},"operation":"DisableKey","response":{"error":"c","message":"m"}}}',
      ),
    ).toBe(beginning + ',"error_code":"c","error_message":"m"}]}');
    expect(
      keywardIn(
        '{"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey","attributes":{"aws.error":{"code":"c"}}}',
      ),
    ).toBe(beginning + ',"error_code":"c"}]}');
  });

  it("has no error for a match or a suppressed event", () => {
    configure('{"exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}');
    const failing =
      '{"event":{"dataset":"aws.cloudtrail","provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"},' +
      '"aws.cloudtrail":{"error_code":"c"}';
    expect(keywardIn(failing + "}").includes("error_code")).toBe(false);
    expect(keywardIn(failing + ',"cloud.region":"r"}').includes("error_code")).toBe(false);
  });
});

describe("the keyward member of several events", () => {
  it("has the strongest verdict and each event's own", () => {
    configure('{"denied":"annotate","exceptions":[{"id":"x","reason":"r","when":{"region":["r"]}}]}');
    const failed = EVENT + ',"errorCode":"c"}';
    const expected = EVENT.replace('"e"', '"f"') + ',"awsRegion":"r"}';
    const match = EVENT.replace('"e"', '"g"') + "}";
    const says = (id: string): string => SAYS.replace('"e"', '"' + id + '"');
    expect(keywardIn('{"Records":[' + failed + "," + expected + "]}")).toBe(
      '{"verdict":"suppressed","matches":0,"events":[' +
        `{"path":"/Records/0","verdict":"denied",${SAYS},"error_code":"c"},` +
        `{"path":"/Records/1","verdict":"suppressed","exception":{"id":"x","reason":"r"},${says("f")},"region":"r"}]}`,
    );
    expect(keywardIn('{"Records":[' + failed + "," + expected + "," + match + "]}")).toBe(
      `{"verdict":"match",${RULE},"severity":"medium","risk_score":47,"matches":1,"events":[` +
        `{"path":"/Records/0","verdict":"denied",${SAYS},"error_code":"c"},` +
        `{"path":"/Records/1","verdict":"suppressed","exception":{"id":"x","reason":"r"},${says("f")},"region":"r"},` +
        `{"path":"/Records/2","verdict":"match",${says("g")}}]}`,
    );
  });
});

describe("the keyward member while a configuration is ignored", () => {
  it("has the configuration's mistake after the verdict", () => {
    configure("{}");
    refuseConfig("/x: unknown key; use one of: tag");
    expect(keywardIn(EVENT + "}")).toBe(
      `{"verdict":"match","config_error":"/x: unknown key; use one of: tag",${RULE},"severity":"medium","risk_score":47,"matches":1,` +
        `"events":[{"path":"","verdict":"match",${SAYS}}]}`,
    );
    configure("{}");
    expect(keywardIn(EVENT + "}").includes("config_error")).toBe(false);
  });
});

describe("the end of the keyward member", () => {
  it("is the module's version, and the start of the configuration's SHA-256 if one is in force", () => {
    configure("{}");
    // printf '{}' | sha256sum
    expect(origin()).toBe(`,"module":"${VERSION}","config":"44136fa355b3678a"`);
    refuseConfig("a mistake");
    expect(origin()).toBe(`,"module":"${VERSION}"`);
    configure('{"tag":"t"}');
    expect(origin()).not.toBe(`,"module":"${VERSION}","config":"44136fa355b3678a"`);
    keywardIn(EVENT + "}");
  });
});

describe("an exception's id and reason", () => {
  it("come from the configuration, and the event's details from the event, in a long record", () => {
    configure(exceptionWith('"when":{"action":["*"]}'));
    const long = EVENT + ',"userAgent":"' + "u".repeat(100000) + '"}';
    const keyward = keywardIn(long);
    expect(keyward.startsWith('{"verdict":"suppressed","matches":0,"events":[{"path":"","verdict":"suppressed",')).toBe(
      true,
    );
    expect(keyward.includes('"exception":{"id":"x","reason":"r"},' + SAYS + ',"user_agent":"uuu')).toBe(true);
  });
});
