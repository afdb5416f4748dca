import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedKeyward } from "./annotation.js";
import { VERSION } from "./project.js";
import { judge } from "./rule.js";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/k-1";

/** What follows the last listed event. */
const END = `}],"module":"${VERSION}"}`;

/** Returns the one event that a record's annotation lists, without the members that are always there. */
function eventOf(record: string): string {
  const keyward = expectedKeyward(judge(Buffer.from(record)).events);
  const start = '"events":[{"path":"","verdict":"match",';
  return keyward.slice(keyward.indexOf(start) + start.length, -END.length);
}

describe("the facts of an OCSF event", () => {
  const ocsf = (members: string) =>
    eventOf(`{"api.service.name":"kms","api.operation":["x","DisableKey"],${members}}`).replace(
      /"action":"DisableKey",?/,
      "",
    );

  it("match the table", () => {
    assert.equal(
      ocsf(`"metadata":{"uid":"m"},"time":1,"time_dt":"t","cloud":{"account.uid":"1","region":"r"},
        "actor":{"user":{"type":"IAMUser","uid":"arn:u","account":{"uid":"2"}},"session":{"issuer":"arn:r"}},
        "unmapped":{"userIdentity":{"sessionContext.sourceIdentity":"alice","onBehalfOf":{"userId":"o"}}},
        "src_endpoint":{"uid":"vpce-1","ip":"192.0.2.1","domain":"d"},
        "http_request.user_agent":"a","api.response":{"data":{"keyId":"${ARN}","keyState":"s","deletionDate":"d"}},
        "api.request":{"data":{"keyId":"k-2","pendingWindowInDays":7}}`),
      `"id":"m","time":"t","account":"1","region":"r","actor":{"type":"IAMUser","arn":"arn:u","role":"arn:r"},` +
        `"source_identity":"alice","on_behalf_of":"o","source_ip":"192.0.2.1","user_agent":"a","vpc_endpoint":"vpce-1","key":{"id":"k-1","arn":"${ARN}","state":"s"},"pending_window_days":7,"deletion_date":"d"`,
    );
    assert.equal(
      ocsf('"time":1.0,"actor.user.account.uid":"2","src_endpoint":{"domain":"AWS Internal","ip":""}'),
      '"time":1.0,"account":"2","source_ip":"AWS Internal"',
    );
    const other = ARN.replace("k-1", "k-2");
    assert.equal(
      ocsf(`"resources":[{"uid":"x"},{"uid":"${other}"}],"api.request.data.keyId":"${ARN}"`),
      `"key":{"id":"k-2","arn":"${other}"}`,
    );
  });

  it("are found under the names of earlier versions", () => {
    assert.equal(ocsf('"actor.user":{"uid":"AIDA","uuid":"arn:u"}'), '"actor":{"arn":"arn:u"}');
    assert.equal(ocsf('"actor.user":{"uuid":"arn:u","uid":["","x","arn:v"]}'), '"actor":{"arn":"arn:v"}');
    for (const no of ['"AIDA"', '"ARN:x"', '" arn:x"', "1", '"arn"']) assert.equal(ocsf(`"actor.user.uid":${no}`), "");
    const accounts = [
      '"cloud.account.uid":"1"',
      '"cloud.account_uid":"2"',
      '"unmapped":{"recipientAccountId":"3"}',
      '"actor.user":{"account":{"uid":"4"}}',
      '"actor.user.account_uid":"5"',
    ];
    accounts.forEach((_, index) => {
      const later = accounts.slice(index).reverse().join();
      assert.equal(ocsf(later), `"account":"${index + 1}"`);
    });
    const versions = ["6003", '"3005"', "3005"].map((version) =>
      ocsf(`"metadata.uid":"m","class_uid":${version}`).replace(/,$/, ""),
    );
    assert.deepEqual(versions, ['"id":"m"', '"id":"m"', '"id":"m"']);
  });

  it("are read from the first text if request or response is one", () => {
    const data = (text: string) => ocsf(`"api":{"response":{"data":${text}}}`);
    assert.equal(data('"{\\"keyId\\":\\"a\\\\u0062\\",\\"keyState\\":1.50}"'), '"key":{"id":"a\\u0062","state":1.50}');
    assert.equal(data('["{\\"keyId\\":\\"a\\"}","{\\"keyState\\":\\"b\\"}"]'), '"key":{"id":"a"}');
    assert.equal(
      data('[1,{"keyId":"o"},"{\\"keyId\\":\\"a\\",\\"keyState\\":\\"s\\"}"]'),
      '"key":{"id":"o","state":"s"}',
    );
    assert.equal(data('"{\\"keyId\\":\\"\\ud800\\"}"'), '"key":{"id":"\ufffd"}');
    for (const no of [
      '"{\\"keyId\\":\\"a\\"} x"',
      '"[{\\"keyId\\":\\"a\\"}]"',
      '["","{\\"keyId\\":\\"a\\"}"]',
      '"keyId"',
    ]) {
      assert.equal(data(no), "", no);
    }
  });
});

describe("the facts of an OpenTelemetry log record", () => {
  const fields = '"rpc.service":"kms.amazonaws.com","rpc.method":"DisableKey"';
  const otel = (members: string) => eventOf(`{${fields},${members}}`).replace(/"action":"DisableKey",?/, "");
  const list = (...attributes: string[]) =>
    otel(
      `"attributes":[${attributes.map((text) => text.replace(/^(\S+) (.*)$/, '{"key":"$1","value":{$2}}')).join()}]`,
    );

  it("match the table", () => {
    const attributes = `"aws.cloudtrail.event_id":"e","cloud":{"account.id":"1","region":"r"},
      "aws":{"principal":{"type":"t","arn":"p"},"user_identity.account_id":"2","resources":[{"arn":"x"}],
      "request.parameters":{"keyId":"k-2","pendingWindowInDays":"9"},
      "response":{"elements":{"keyState":"s","deletionDate":"d","keyId":"${ARN}"}}},"source.address":"192.0.2.1","user_agent":{"original":"a"}`;
    const facts =
      `"account":"1","region":"r","actor":{"type":"t","arn":"p"},"source_ip":"192.0.2.1","user_agent":"a",` +
      `"key":{"id":"k-1","arn":"${ARN}","state":"s"},"pending_window_days":9,"deletion_date":"d"`;
    assert.equal(otel(`"timeUnixNano":"1","@timestamp":"t",${attributes}`), `"id":"e","time":"1",${facts}`);
    assert.equal(otel(`"@timestamp":"t","attributes":{${attributes}}`), `"id":"e","time":"t",${facts}`);
    assert.equal(otel('"aws.user_identity.account_id":"2","attributes":{"cloud.account.id":""}'), '"account":"2"');
    assert.equal(otel('"cloud.region":{},"attributes":{"cloud.region":"b"}'), '"region":"b"');
    assert.equal(otel('"cloud.region":"a","attributes":{"cloud.region":"b"}'), '"region":"a"');
  });

  it("are found under the names of later versions", () => {
    assert.equal(
      otel('"aws":{"user_identity":{"principal":{"type":"t","arn":"p"}}}'),
      '"actor":{"type":"t","arn":"p"}',
    );
    assert.equal(otel('"aws":{"principal.arn":"q","user_identity.principal.arn":"p"}'), '"actor":{"arn":"q"}');
    assert.equal(otel('"aws.user_identity.session_context.issuer.arn":"r"'), '"actor":{"role":"r"}');
    assert.equal(otel(`"aws.resources":[{"ARN":"${ARN}"}]`), `"key":{"id":"k-1","arn":"${ARN}"}`);
    const method = (method: string, more = "") => eventOf(`{"rpc.method":${method}${more}}`);
    assert.equal(method('"kms.amazonaws.com/Disable\\u004bey"'), '"action":"Disable\\u004bey"');
    assert.equal(
      method('["s3.amazonaws.com/DisableKey","kms.amazonaws.com\\/ScheduleKeyDeletion"]'),
      '"action":"ScheduleKeyDeletion"',
    );
    assert.equal(
      method('"kms.amazonaws.com/DisableKey"', ',"rpc.service":"s3.amazonaws.com"'),
      '"action":"DisableKey"',
    );
  });

  it("include account and region from the resource", () => {
    const attributes = '{"cloud.account.id":"1","cloud":{"region":"r"}}';
    const listed =
      '[{"key":"cloud.account.id","value":{"stringValue":"1"}},{"key":"cloud.region","value":{"stringValue":"r"}}]';
    for (const of of [`{"attributes":${attributes}}`, `{"attributes":${listed}}`]) {
      assert.equal(otel(`"resource":${of}`), '"account":"1","region":"r"');
      assert.equal(otel(`"aws.user_identity.account_id":"2","resource":${of}`), '"account":"1","region":"r"');
      assert.equal(otel(`"cloud.account.id":"0","resource":${of}`), '"account":"0","region":"r"');
    }
    assert.equal(otel('"resource.attributes.cloud.region":"r"'), '"region":"r"');
    const exported = (record: string, resource = listed) => {
      const scopes = `"scopeLogs":[{"logRecords":[${record}]}]`;
      const text = `{"resourceLogs":[{"resource":{"attributes":${resource}},${scopes}},{"resource":{"attributes":[]}}]}`;
      return expectedKeyward(judge(Buffer.from(text)).events).replace(/^.*"verdict":"match",|\}\],"module":.*$/g, "");
    };
    assert.equal(exported(`{${fields}}`), '"action":"DisableKey","account":"1","region":"r"');
    assert.equal(exported(`{${fields},"cloud.region":"x"}`), '"action":"DisableKey","account":"1","region":"x"');
    const raw = '{"eventSource":"kms.amazonaws.com","eventName":"DisableKey"}';
    assert.equal(exported(raw), '"action":"DisableKey"');
  });

  it("are read from typed values, nested ones too", () => {
    assert.equal(
      list('cloud.region "stringValue":"a\\u0062"', 'cloud.region "stringValue":"c"'),
      '"region":"a\\u0062"',
    );
    assert.equal(
      list('cloud.account.id "intValue":"12"', 'cloud.region "doubleValue":1.50'),
      '"account":"12","region":1.50',
    );
    assert.equal(list('cloud.region "boolValue":true', 'cloud.region "intValue":2,"boolValue":true'), '"region":2');
    assert.equal(list('cloud.region "stringValue":["a"]', "cloud.region ", 'cloud.region "bytesValue":"b"'), "");
    const values = (...items: string[]) => `{"values":[${items.join()}]}`;
    const keyId = `{"key":"keyId","value":{"stringValue":"${ARN}"}}`;
    const key = `"key":{"id":"k-1","arn":"${ARN}"}`;
    assert.equal(list(`aws.response.elements "kvlistValue":${values("1", '{"key":"x"}', keyId)}`), key);
    const elements = `{"key":"elements","value":{"kvlistValue":${values(keyId)}}}`;
    assert.equal(list(`aws.response "kvlistValue":${values(elements)}`), key);
    assert.equal(list(`aws.response.elements.keyId "arrayValue":${values('"x"', `{"stringValue":"${ARN}"}`)}`), key);
    const arn = `{"kvlistValue":${values(`{"key":"arn","value":{"stringValue":"${ARN}"}}`)}}`;
    assert.equal(list(`aws.resources "arrayValue":${values('{"stringValue":"x"}', arn)}`), key);
    assert.equal(list(`aws.resources "stringValue":"x","arrayValue":${values(arn)}`), "");
  });
});

describe("the facts of a raw event", () => {
  const identity =
    '"userIdentity":{"sessionContext":{"sessionIssuer":{"arn":"r"},"sourceIdentity":"alice"},"onBehalfOf":{"userId":"o"}}';
  const session = '"actor":{"role":"r"},"source_identity":"alice","on_behalf_of":"o","vpc_endpoint":"v"';

  it("name the session, and the person after it", () => {
    const record = `{"eventSource":"kms.amazonaws.com","eventName":"DisableKey",${identity},"vpcEndpointId":"v"}`;
    assert.equal(eventOf(record), `"action":"DisableKey",${session}`);
    const ecs = `{"event":{"provider":"kms.amazonaws.com","action":"DisableKey","outcome":"success"},
      "event.dataset":"aws.cloudtrail","aws.cloudtrail":{"vpc_endpoint_id":"v","user_identity":{
      "session_context.session_issuer.arn":"r","on_behalf_of.user_id":"o"}}}`;
    assert.equal(eventOf(ecs), `"action":"DisableKey",${session.replace('"source_identity":"alice",', "")}`);
  });

  it("are read from a list of keys and values", () => {
    const text = (key: string, value: string) => `{"key":"${key}","value":{"stringValue":"${value}"}}`;
    const inside = (key: string, ...items: string[]) =>
      `{"key":"${key}","value":{"kvlistValue":{"values":[${items.join()}]}}}`;
    const record = `{"values":[${[
      text("eventName", "Disable\\u004bey"),
      text("eventSource", "kms.amazonaws.com"),
      text("eventID", "e"),
      inside("userIdentity", inside("sessionContext", text("sourceIdentity", "alice")), text("type", "Root")),
      inside("requestParameters", text("keyId", "k"), '{"key":"pendingWindowInDays","value":{"intValue":"7"}}'),
    ].join()}]}`;
    assert.equal(
      eventOf(record),
      '"id":"e","action":"Disable\\u004bey","actor":{"type":"Root"},"source_identity":"alice","key":{"id":"k"},"pending_window_days":7',
    );
  });
});
