import { attribute, kvlist, list } from "../support/attributes";
import { actionOf, verdict } from "../support/verdict";

const SERVICE: string = '"rpc.service":"kms.amazonaws.com"';
const METHOD: string = '"rpc.method":"DisableKey"';

function text(value: string): string {
  return '{"stringValue":"' + value + '"}';
}

/** The verdict on a record whose attributes are the list of these. */
function inList(attributes: string[]): string {
  return verdict('{"attributes":[' + attributes.join(",") + "]}");
}

const SERVICE_ATTRIBUTE: string = attribute("rpc.service", text("kms.amazonaws.com"));
const METHOD_ATTRIBUTE: string = attribute("rpc.method", text("DisableKey"));

/** The verdict on the list of a match and `attribute`. */
function withAttribute(attribute: string): string {
  return inList([attribute, METHOD_ATTRIBUTE, SERVICE_ATTRIBUTE]);
}

describe("an OpenTelemetry record", () => {
  it("matches with its fields on the record", () => {
    expect(verdict("{" + SERVICE + "," + METHOD + "}")).toBe("otel match");
    expect(verdict('{"rpc":{"service":"kms.amazonaws.com","method":"ScheduleKeyDeletion"}}')).toBe("otel match");
    expect(verdict('{"rpc":[{"service":["x","kms.amazonaws.com"]},{"method":[["DisableKey"]]}]}')).toBe("otel match");
  });

  it("matches with its fields in attributes that are an object", () => {
    expect(verdict('{"attributes":{' + SERVICE + "," + METHOD + "}}")).toBe("otel match");
    expect(verdict('{"attributes":{"rpc":{"method":"DisableKey","service":["kms.amazonaws.com"]}}}')).toBe(
      "otel match",
    );
  });

  it("matches with its fields in attributes that are a list", () => {
    expect(inList([SERVICE_ATTRIBUTE, METHOD_ATTRIBUTE])).toBe("otel match");
    expect(inList([METHOD_ATTRIBUTE, attribute("x", "{}"), SERVICE_ATTRIBUTE])).toBe("otel match");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", text("x")), METHOD_ATTRIBUTE])).toBe("otel match");
  });

  it("matches with some fields on the record and some in attributes", () => {
    expect(verdict("{" + SERVICE + ',"attributes":{' + METHOD + "}}")).toBe("otel match");
    expect(verdict('{"attributes":[' + SERVICE_ATTRIBUTE + "]," + METHOD + "}")).toBe("otel match");
    expect(verdict('{"rpc.method":"x","attributes":{' + METHOD + "}," + SERVICE + "}")).toBe("otel match");
    expect(verdict("{" + METHOD + "," + SERVICE + ',"attributes":{"rpc.method":"x","rpc.service":"y"}}')).toBe(
      "otel match",
    );
  });

  it("does not match with other values", () => {
    expect(verdict('{"rpc.service":"kms",' + METHOD + "}")).toBe("otel no");
    expect(verdict('{"rpc.service":"KMS.amazonaws.com",' + METHOD + "}")).toBe("otel no");
    expect(verdict('{"rpc.service":true,' + METHOD + "}")).toBe("otel no");
    expect(verdict("{" + SERVICE + ',"rpc.method":"EnableKey"}')).toBe("otel no");
    expect(verdict("{" + SERVICE + ',"rpc.method":"kms:DisableKey"}')).toBe("otel no");
    expect(verdict("{" + SERVICE + ',"rpc.method":0}')).toBe("otel no");
    expect(inList([attribute("rpc.service", text("kms")), METHOD_ATTRIBUTE])).toBe("otel no");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", '{"intValue":7}')])).toBe("otel no");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", '{"intValue":"DisableKey"}')])).toBe("otel match");
  });

  it("is not an event without a service or a method", () => {
    expect(verdict("{" + SERVICE + "}")).toBe("no event");
    expect(verdict("{" + METHOD + "}")).toBe("no event");
    expect(verdict("{" + SERVICE + ',"rpc.method":null}')).toBe("no event");
    expect(verdict('{"rpc.service":[],' + METHOD + "}")).toBe("no event");
    expect(verdict('{"attributes":{' + SERVICE + "}}")).toBe("no event");
    expect(inList([SERVICE_ATTRIBUTE])).toBe("no event");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", "{}")])).toBe("no event");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", '{"stringValue":null}')])).toBe("no event");
  });

  it("is not recognized by attributes of another type, name or path", () => {
    const both = SERVICE + "," + METHOD;
    expect(verdict('{"attributes":"rpc"}')).toBe("no event");
    expect(verdict('{"attributes":[{' + both + "}]}")).toBe("no event");
    expect(verdict('{"attributes":[[' + SERVICE_ATTRIBUTE + "," + METHOD_ATTRIBUTE + "]]}")).toBe("no event");
    expect(verdict('{"attributes":{"attributes":{' + both + "}}}")).toBe("no event");
    expect(verdict('{"Attributes":{' + both + '},"resource":{"attributes":{' + both + "}}}")).toBe("no event");
    expect(verdict('{"attributes.rpc.service":"kms.amazonaws.com","attributes.rpc.method":"DisableKey"}')).toBe(
      "no event",
    );
    expect(verdict('{"attributes":{' + both + '},"attributes":{}}')).toBe("no event");
    expect(verdict('{"attributes":{},"attributes":{' + both + "}}")).toBe("otel match");
    expect(verdict('{"body":{' + both + "}}")).toBe("no event");
  });

  it("is recognized by lists inside an attribute", () => {
    const service = attribute("service", text("kms.amazonaws.com"));
    const method = attribute("method", text("DisableKey"));
    expect(inList([attribute("rpc", kvlist(service + "," + method))])).toBe("otel match");
    expect(inList([attribute("rpc", list(kvlist(service) + "," + kvlist(method)))])).toBe("otel match");
    expect(inList([SERVICE_ATTRIBUTE, attribute("rpc.method", list(text("DisableKey")))])).toBe("otel match");
    expect(withAttribute(attribute("aws.error", kvlist(attribute("code", text("AccessDenied")))))).toBe("otel failed");
  });

  it("has no other clues in its attributes", () => {
    const raw = '"eventSource":"kms.amazonaws.com","eventName":"DisableKey"';
    expect(verdict('{"attributes":{' + raw + "}}")).toBe("no event");
    expect(verdict('{"attributes":{"api.service.name":"kms","api.operation":"DisableKey"}}')).toBe("no event");
    expect(
      verdict('{"attributes":{"event.action":"x","status_id":2,"errorCode":"x",' + SERVICE + "," + METHOD + "}}"),
    ).toBe("otel match");
    expect(withAttribute(attribute("event.action", text("x")))).toBe("otel match");
    expect(withAttribute(attribute("eventSource", text("x")))).toBe("otel match");
  });
});

describe("an OpenTelemetry record fails", () => {
  it("with an error on the record that is not blank", () => {
    const rest = "," + SERVICE + "," + METHOD + "}";
    expect(verdict('{"aws.error.code":"AccessDenied"' + rest)).toBe("otel failed");
    expect(verdict('{"aws":{"error":{"message":"x"}}' + rest)).toBe("otel failed");
    expect(verdict('{"aws.error.code":[]' + rest)).toBe("otel match");
    expect(verdict('{"aws.error.code":[[0]]' + rest)).toBe("otel failed");
    expect(verdict('{"aws.error.code":{"a":1}' + rest)).toBe("otel failed");
    expect(verdict('{"aws.error.code":"","aws.error.message":null' + rest)).toBe("otel match");
    expect(verdict('{"aws.error.code":{"a":""}' + rest)).toBe("otel match");
    expect(verdict('{"aws.error.type":"x","error.code":"y","aws":{"error_code":"z"}' + rest)).toBe("otel match");
  });

  it("with an error in its attributes", () => {
    const rest = "," + SERVICE + "," + METHOD + "}}";
    expect(verdict('{"attributes":{"aws.error.code":"x"' + rest)).toBe("otel failed");
    expect(verdict('{"attributes":{"aws":{"error.message":false}' + rest)).toBe("otel failed");
    expect(verdict('{"attributes":{"aws.error.code":""' + rest)).toBe("otel match");
    expect(withAttribute(attribute("aws.error.code", text("x")))).toBe("otel failed");
    expect(withAttribute(attribute("aws.error.message", text("x")))).toBe("otel failed");
    expect(withAttribute(attribute("aws.error.code", '{"boolValue":false}'))).toBe("otel failed");
    expect(withAttribute(attribute("aws.error.code", text("")))).toBe("otel match");
    expect(withAttribute(attribute("aws.error.code", "{}"))).toBe("otel match");
    expect(withAttribute(attribute("aws.error.code", '{"stringValue":null}'))).toBe("otel match");
    expect(withAttribute(attribute("aws.error.codes", text("x")))).toBe("otel match");
  });

  it("with an error on the record and its fields in attributes, or the reverse", () => {
    expect(verdict('{"attributes":{"aws.error.code":"x"},' + SERVICE + "," + METHOD + "}")).toBe("otel failed");
    expect(verdict('{"aws.error.code":"x","attributes":[' + SERVICE_ATTRIBUTE + "," + METHOD_ATTRIBUTE + "]}")).toBe(
      "otel failed",
    );
  });
});

describe("the action of an OpenTelemetry match", () => {
  it("is the first method that the rule names, on the record before its attributes", () => {
    const attributes = '{"attributes":{"rpc.method":"ScheduleKeyDeletion"},' + SERVICE;
    expect(actionOf(attributes + ',"rpc.method":["x","Disable\\u004bey"]}')).toBe('"Disable\\u004bey"');
    expect(actionOf(attributes + ',"rpc.method":"x"}')).toBe('"ScheduleKeyDeletion"');
    expect(actionOf('{"attributes":[' + METHOD_ATTRIBUTE + "," + SERVICE_ATTRIBUTE + '],"eventName":"x"}')).toBe(
      '"DisableKey"',
    );
  });
});
