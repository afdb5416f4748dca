import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { expectedKeyward } from "./annotation.js";
import { judge } from "./rule.js";

const ARN = "arn:aws:kms:eu-west-1:111122223333:key/k-1";

/** The one event that the annotation of a record lists, without the members that are always there. */
function eventOf(record: string): string {
  const keyward = expectedKeyward(judge(Buffer.from(record)).events);
  const start = '"events":[{"path":"","verdict":"match",';
  return keyward.slice(keyward.indexOf(start) + start.length, -"}]}".length);
}

describe("the facts of an OCSF event", () => {
  const ocsf = (members: string) =>
    eventOf(`{"api.service.name":"kms","api.operation":["x","DisableKey"],${members}}`).replace(
      /"action":"DisableKey",?/,
      "",
    );

  it("are those of the table", () => {
    assert.equal(
      ocsf(`"metadata":{"uid":"m"},"time":1,"time_dt":"t","cloud":{"account.uid":"1","region":"r"},
        "actor":{"user":{"type":"IAMUser","uid":"u","account":{"uid":"2"}}},"src_endpoint":{"ip":"192.0.2.1","domain":"d"},
        "http_request.user_agent":"a","api.response":{"data":{"keyId":"${ARN}","keyState":"s","deletionDate":"d"}},
        "api.request":{"data":{"keyId":"k-2","pendingWindowInDays":7}}`),
      `"id":"m","time":"t","account":"1","region":"r","actor":{"type":"IAMUser","arn":"u"},"source_ip":"192.0.2.1",` +
        `"user_agent":"a","key":{"id":"k-1","arn":"${ARN}","state":"s"},"pending_window_days":7,"deletion_date":"d"`,
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

  it("are read from the first text where request or response is one", () => {
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

  it("are those of the table", () => {
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
