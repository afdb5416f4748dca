import { attribute, list } from "../support/attributes";
import { actionOf, verdict } from "../support/verdict";

const SERVICE: string = '"rpc.service":"kms.amazonaws.com"';

/** The verdict on a record with this value of `rpc.method`, as JSON, and these members before it. */
function withMethod(method: string, rest: string = ""): string {
  return verdict("{" + rest + '"rpc.method":' + method + "}");
}

/** The action of such a match. */
function actionWith(method: string, rest: string = ""): string {
  return actionOf("{" + rest + '"rpc.method":' + method + "}");
}

describe("a qualified method", () => {
  it("names the provider and the action", () => {
    expect(withMethod('"kms.amazonaws.com/DisableKey"')).toBe("otel match");
    expect(withMethod('"kms.amazonaws.com/ScheduleKeyDeletion"')).toBe("otel match");
    expect(withMethod('"kms.amazonaws.com\\/DisableKey"')).toBe("otel match");
    expect(withMethod('"kms.amazonaws.com\\u002fDisabl\\u0065Key"')).toBe("otel match");
    expect(withMethod('"kms.amazonaws.com/EnableKey"')).toBe("otel no");
    expect(withMethod('"iam.amazonaws.com/DisableKey"')).toBe("otel no");
    expect(withMethod('"kms/DisableKey"')).toBe("otel no");
    expect(withMethod('"kms.amazonaws.com/DisableKey2"')).toBe("otel no");
    expect(withMethod('"xkms.amazonaws.com/DisableKey"')).toBe("otel no");
  });

  it("is split at its last slash, with text on both sides", () => {
    expect(withMethod('"a/kms.amazonaws.com/DisableKey"')).toBe("otel no");
    expect(withMethod('"kms.amazonaws.com/DisableKey/DisableKey"')).toBe("otel no");
    expect(withMethod('"kms.amazonaws.com//DisableKey"')).toBe("otel no");
    expect(withMethod('"/DisableKey"')).toBe("no event");
    expect(withMethod('"kms.amazonaws.com/"')).toBe("no event");
    expect(withMethod('"/"')).toBe("no event");
    expect(withMethod('"a//"')).toBe("no event");
    expect(withMethod('"//a"')).toBe("otel no");
    expect(withMethod('"/DisableKey"', SERVICE + ",")).toBe("otel no");
  });

  it("does not use the service next to it, or another method's", () => {
    expect(withMethod('"kms.amazonaws.com/DisableKey"', '"rpc.service":"iam.amazonaws.com",')).toBe("otel match");
    expect(withMethod('"iam.amazonaws.com/DisableKey"', SERVICE + ",")).toBe("otel no");
    expect(withMethod('["kms.amazonaws.com/EnableKey","iam.amazonaws.com/DisableKey"]')).toBe("otel no");
    expect(withMethod('["kms.amazonaws.com/EnableKey","DisableKey"]')).toBe("otel no");
    expect(withMethod('["kms.amazonaws.com/EnableKey","DisableKey"]', SERVICE + ",")).toBe("otel match");
    expect(withMethod('["iam.amazonaws.com/DisableKey","EnableKey"]', SERVICE + ",")).toBe("otel no");
    expect(withMethod('["x/y","kms.amazonaws.com/DisableKey"]')).toBe("otel match");
  });

  it("is recognized wherever methods are", () => {
    const method = '{"stringValue":"kms.amazonaws.com/DisableKey"}';
    expect(verdict('{"attributes":{"rpc":{"method":"kms.amazonaws.com/DisableKey"}}}')).toBe("otel match");
    expect(verdict('{"attributes":[' + attribute("rpc.method", method) + "]}")).toBe("otel match");
    expect(verdict('{"attributes":[' + attribute("rpc.method", list(method)) + "]}")).toBe("otel match");
    expect(verdict('{"rpc.methods":"kms.amazonaws.com/DisableKey"}')).toBe("no event");
  });

  it("fails with an error", () => {
    expect(withMethod('"kms.amazonaws.com/DisableKey"', '"aws.error.code":"x",')).toBe("otel failed");
    expect(withMethod('"iam.amazonaws.com/DisableKey"', '"aws.error.code":"x",')).toBe("otel no");
    expect(withMethod('"kms.amazonaws.com/DisableKey"', '"aws.error.code":[""],')).toBe("otel match");
  });
});

describe("a method", () => {
  it("also makes an event together with a system name", () => {
    const system = '"rpc.system.name":"aws-api",';
    expect(withMethod('"kms.amazonaws.com/DisableKey"', system)).toBe("otel match");
    expect(withMethod('"DisableKey"', system + SERVICE + ",")).toBe("otel match");
    expect(withMethod('"DisableKey"', system)).toBe("otel no");
    expect(withMethod('"DisableKey"', '"attributes":{' + system.slice(0, -1) + "},")).toBe("otel no");
    expect(withMethod('"DisableKey"', '"rpc.system":"aws-api",')).toBe("no event");
    expect(withMethod('"DisableKey"', '"rpc.system.name":null,')).toBe("no event");
    expect(withMethod("7", system)).toBe("otel no");
    expect(verdict("{" + system + SERVICE + "}")).toBe("no event");
  });
});

describe("the action of a method", () => {
  it("is the bare name", () => {
    expect(actionWith('"kms.amazonaws.com/DisableKey"')).toBe('"DisableKey"');
    expect(actionWith('"kms.amazonaws.com\\/Disabl\\u0065Key"')).toBe('"Disabl\\u0065Key"');
    expect(actionWith('"DisableKey"', SERVICE + ",")).toBe('"DisableKey"');
  });

  it("is the first one that fits together with its service", () => {
    const both = '["DisableKey","kms.amazonaws.com/ScheduleKeyDeletion","kms.amazonaws.com/DisableKey"]';
    expect(actionWith(both)).toBe('"ScheduleKeyDeletion"');
    expect(actionWith(both, SERVICE + ",")).toBe('"DisableKey"');
    expect(actionOf('{"rpc.method":' + both + "," + SERVICE + "}")).toBe('"DisableKey"');
    const other = '["iam.amazonaws.com/DisableKey","kms.amazonaws.com/ScheduleKeyDeletion","DisableKey"]';
    expect(actionWith(other, SERVICE + ",")).toBe('"ScheduleKeyDeletion"');
  });
});
