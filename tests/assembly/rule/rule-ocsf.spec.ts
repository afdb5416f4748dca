import { actionOf, verdict } from "../support/verdict";

/** The verdict on an OCSF event with these values of service and operation, and other members after them. */
function ocsf(service: string, operation: string, rest: string = ""): string {
  return verdict('{"api":{"service":{"name":' + service + '},"operation":' + operation + "}" + rest + "}");
}

/** The same for the shortest match. */
function matching(rest: string): string {
  return ocsf(KMS, DISABLE, "," + rest);
}

/** The verdict on a match with this value of `api.response.error`. */
function withError(error: string): string {
  return verdict('{"api":{"service":{"name":"kms"},"operation":"DisableKey","response":{"error":' + error + "}}}");
}

const KMS: string = '"kms.amazonaws.com"';
const DISABLE: string = '"DisableKey"';

describe("an OCSF event", () => {
  it("matches with its service and its operation", () => {
    expect(ocsf(KMS, DISABLE)).toBe("ocsf match");
    expect(ocsf(KMS, '"ScheduleKeyDeletion"')).toBe("ocsf match");
    expect(ocsf('"kms"', DISABLE)).toBe("ocsf match");
    expect(ocsf('"\\u006bms"', '"Disable\\u004bey"')).toBe("ocsf match");
  });

  it("does not match with others", () => {
    expect(ocsf('"KMS"', DISABLE)).toBe("ocsf no");
    expect(ocsf('"kms.amazonaws.co"', DISABLE)).toBe("ocsf no");
    expect(ocsf('"kms.amazonaws.com."', DISABLE)).toBe("ocsf no");
    expect(ocsf('"kms."', DISABLE)).toBe("ocsf no");
    expect(ocsf('"km"', DISABLE)).toBe("ocsf no");
    expect(ocsf('"s3.amazonaws.com"', DISABLE)).toBe("ocsf no");
    expect(ocsf("7", DISABLE)).toBe("ocsf no");
    expect(ocsf(KMS, '"EnableKey"')).toBe("ocsf no");
    expect(ocsf(KMS, '"DisableKeyRotation"')).toBe("ocsf no");
    expect(ocsf(KMS, "true")).toBe("ocsf no");
    expect(ocsf(DISABLE, KMS)).toBe("ocsf no");
  });

  it("is found in every spelling, with any of several values", () => {
    expect(verdict('{"api.service.name":"kms","api.operation":"DisableKey"}')).toBe("ocsf match");
    expect(verdict('{"api.service":{"name":"kms"},"api":{"operation":"DisableKey"}}')).toBe("ocsf match");
    expect(verdict('{"api":[{"service.name":"kms"},{"operation":["x",["DisableKey"]]}]}')).toBe("ocsf match");
    expect(ocsf('["s3","kms"]', '[null,"EnableKey","DisableKey"]')).toBe("ocsf match");
    expect(ocsf('["s3"]', DISABLE)).toBe("ocsf no");
    expect(ocsf('[["kms"]]', '[{"a":"DisableKey"},"x"]')).toBe("ocsf no");
  });

  it("is not an event without a service or an operation", () => {
    expect(verdict('{"api":{"service":{"name":"kms"}}}')).toBe("no event");
    expect(verdict('{"api":{"operation":"DisableKey"}}')).toBe("no event");
    expect(verdict('{"api":{"service":"kms","operation":"DisableKey"}}')).toBe("no event");
    expect(verdict('{"service":{"name":"kms"},"operation":"DisableKey"}')).toBe("no event");
    expect(verdict('{"x":{"api":{"service":{"name":"kms"},"operation":"DisableKey"}}}')).toBe("no event");
    expect(ocsf("null", DISABLE)).toBe("no event");
    expect(ocsf("[]", DISABLE)).toBe("no event");
    expect(ocsf(KMS, "null")).toBe("no event");
    expect(ocsf(KMS, '{"a":"DisableKey"}')).toBe("no event");
  });

  it("has the class API Activity, or none", () => {
    expect(matching('"class_uid":6003')).toBe("ocsf match");
    expect(matching('"class_uid":"6003"')).toBe("ocsf match");
    expect(matching('"class_uid":6003.0')).toBe("ocsf match");
    expect(matching('"class_uid":[1,6003]')).toBe("ocsf match");
    expect(matching('"class_uid":3005')).toBe("ocsf match");
    expect(matching('"class_uid":"3005"')).toBe("ocsf match");
    expect(matching('"class_uid":30050')).toBe("no event");
    expect(matching('"class_uid":"03005"')).toBe("no event");
    expect(matching('"class_uid":null')).toBe("ocsf match");
    expect(matching('"class_uid":[]')).toBe("ocsf match");
    expect(matching('"class_uid":{"a":1}')).toBe("ocsf match");
    expect(matching('"class_uid":6004')).toBe("no event");
    expect(matching('"class_uid":60030')).toBe("no event");
    expect(matching('"class_uid":6003.5')).toBe("no event");
    expect(matching('"class_uid":"6003.0"')).toBe("no event");
    expect(matching('"class_uid":""')).toBe("no event");
    expect(matching('"class_uid":false')).toBe("no event");
    expect(matching('"class_uid":[3002,null]')).toBe("no event");
    expect(matching('"class_uid":6003,"class_uid":1')).toBe("no event");
  });
});

describe("an OCSF event fails", () => {
  it("with its status id", () => {
    expect(matching('"status_id":2')).toBe("ocsf failed");
    expect(matching('"status_id":"2"')).toBe("ocsf failed");
    expect(matching('"status_id":2.0')).toBe("ocsf failed");
    expect(matching('"status_id":[1,2]')).toBe("ocsf failed");
    expect(matching('"status_id":1')).toBe("ocsf match");
    expect(matching('"status_id":20')).toBe("ocsf match");
    expect(matching('"status_id":"2.0"')).toBe("ocsf match");
    expect(matching('"status_id":null')).toBe("ocsf match");
    expect(matching('"status_id":{"a":2}')).toBe("ocsf match");
    expect(matching('"status_id":2,"status_id":1')).toBe("ocsf match");
    expect(matching('"x":{"status_id":2}')).toBe("ocsf match");
  });

  it("with its status", () => {
    expect(matching('"status":"Failure"')).toBe("ocsf failed");
    expect(matching('"status":["Success","Failure"]')).toBe("ocsf failed");
    expect(matching('"status":"Success"')).toBe("ocsf match");
    expect(matching('"status":"failure"')).toBe("ocsf match");
    expect(matching('"status":"Failures"')).toBe("ocsf match");
    expect(matching('"status":2')).toBe("ocsf match");
    expect(matching('"status_code":"Failure","status_detail":"Failure"')).toBe("ocsf match");
  });

  it("with a response error that is not blank", () => {
    expect(withError('"AccessDenied"')).toBe("ocsf failed");
    expect(withError("0")).toBe("ocsf failed");
    expect(withError("false")).toBe("ocsf failed");
    expect(withError("[]")).toBe("ocsf match");
    expect(withError("[0]")).toBe("ocsf failed");
    expect(withError('{"a":{"b":"x"}}')).toBe("ocsf failed");
    expect(withError("null")).toBe("ocsf match");
    expect(withError('""')).toBe("ocsf match");
    expect(withError('{"a":{"b":null}}')).toBe("ocsf match");
    expect(matching('"api.response.error":"x"')).toBe("ocsf failed");
    expect(matching('"api.response":[{},{"error":"x"}]')).toBe("ocsf failed");
    expect(matching('"api.response":{"error_message":"y"}')).toBe("ocsf match");
    expect(matching('"error":"x","errorCode":"y","aws.error.code":"z"')).toBe("ocsf match");
  });

  it("with a response message that is not blank", () => {
    expect(matching('"api.response.message":"Forbidden"')).toBe("ocsf failed");
    expect(matching('"api.response":{"message":[{"a":0}]}')).toBe("ocsf failed");
    expect(matching('"api.response":{"message":"x","error":null}')).toBe("ocsf failed");
    expect(matching('"api.response.message":""')).toBe("ocsf match");
    expect(matching('"api.response":{"message":[null,{}],"error":""}')).toBe("ocsf match");
    expect(matching('"message":"x","api.message":"x","api.response.messages":"x"')).toBe("ocsf match");
  });

  it("whatever comes first, and whatever else holds", () => {
    expect(
      verdict('{"status":"Failure","status_id":1,"api":{"service":{"name":"kms"},"operation":"DisableKey"}}'),
    ).toBe("ocsf failed");
    expect(matching('"status":"Success","status_id":2')).toBe("ocsf failed");
  });
});

describe("the action of an OCSF match", () => {
  it("is the first operation that the rule names", () => {
    expect(actionOf('{"api":{"service":{"name":"kms"},"operation":["x","ScheduleKeyDeletion","DisableKey"]}}')).toBe(
      '"ScheduleKeyDeletion"',
    );
    expect(actionOf('{"api.operation":"x","api":{"operation":"Disable\\u004bey","service.name":"kms"}}')).toBe(
      '"Disable\\u004bey"',
    );
    expect(actionOf('{"eventName":"x","rpc.method":"y","api.operation":"DisableKey","api.service.name":"kms"}')).toBe(
      DISABLE,
    );
  });
});
