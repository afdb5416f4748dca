import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { JsonObject } from "./json.js";
import { ruleMatches, schemaOf } from "./schemas.js";

function read(text: string): string {
  const object = JSON.parse(text) as JsonObject;
  const schema = schemaOf(object);
  if (schema === undefined) return "none";
  return ruleMatches(object, schema) ? schema : `${schema} -`;
}

const KMS = '"kms.amazonaws.com"';
const API = `"api":{"service":{"name":${KMS}},"operation":"DisableKey"}`;
const OTEL = `"rpc.service":${KMS},"rpc.method":"DisableKey"`;
const attribute = (key: string, value: string) => `{"key":"${key}","value":{${value}}}`;
const LIST = `${attribute("rpc.service", `"stringValue":${KMS}`)},${attribute("rpc.method", '"stringValue":"DisableKey"')}`;

/** Each case: what it shows, objects, and how they are read; `-` if the rule does not match. */
const CASES: [shows: string, reading: string, ...objects: string[]][] = [
  [
    "an action makes it ECS",
    "ecs -",
    '{"event":{"action":"x"}}',
    '{"event.action":0}',
    '{"event":{"action":[null,""]}}',
  ],
  ["a provider or an outcome alone too", "ecs -", '{"event.provider":"x"}', '{"event":[{"outcome":false}]}'],
  [
    "but not beside a dataset",
    "none",
    '{"event":{"provider":"x","dataset":"y"}}',
    '{"event.outcome":"success","data_stream":{"dataset":"y"}}',
    `{"event":{"provider":"x","dataset":"y"},"eventSource":${KMS},"eventName":"DisableKey"}`,
    `{"event.outcome":"x","event.dataset":"y",${API},${OTEL}}`,
  ],
  ["a dataset says nothing by itself", "raw", `{"event.dataset":"x","eventSource":${KMS},"eventName":"DisableKey"}`],
  [
    "ECS with every clause",
    "ecs",
    `{"event":{"action":"DisableKey","provider":${KMS},"outcome":"success"},"data_stream.dataset":"aws.cloudtrail"}`,
  ],
  [
    "two strings make it raw",
    "raw -",
    '{"eventSource":"","eventName":""}',
    `{"eventSource":"x","eventName":"y",${API}}`,
  ],
  [
    "and nothing else",
    "none",
    '{"eventSource":"x","eventName":1}',
    '{"eventSource":"x"}',
    '{"a":{"eventSource":"x","eventName":"y"}}',
  ],
  [
    "OCSF in any spelling, by either name of the service",
    "ocsf",
    `{${API}}`,
    `{${API},"class_uid":6003}`,
    `{${API},"class_uid":"6003"}`,
    `{${API},"class_uid":6003.0}`,
    `{${API},"class_uid":[1,6003]}`,
    `{${API},"class_uid":null}`,
    '{"api.service":{"name":"kms"},"api.operation":["x",["ScheduleKeyDeletion"]]}',
    `{"api":[{"service.name":"x"},{"service.name":"kms","operation":"DisableKey"}]}`,
    `{${API},"status":"Success","status_id":1}`,
    `{${API},"status":"failure","status_id":[22,"02","2.0",true]}`,
    `{${API},"api.response.error":{"a":null},"api.response":{"error":""}}`,
    `{${API},"rpc.service":"x","rpc.method":"y"}`,
  ],
  [
    "OCSF that does not match",
    "ocsf -",
    `{${API},"status_id":2}`,
    `{${API},"status_id":"2"}`,
    `{${API},"status_id":[1,2.0]}`,
    `{${API},"status":["Success","Failure"]}`,
    `{${API},"api.response.error":"x"}`,
    `{${API},"api.response":{"error":[0]}}`,
    `{${API},"api.response":[{"error":""},{"error":0}]}`,
    '{"api.service.name":"KMS","api.operation":"DisableKey"}',
    '{"api.service.name":"kms","api.operation":"disableKey"}',
  ],
  [
    "no OCSF",
    "none",
    `{${API},"class_uid":6002}`,
    `{${API},"class_uid":""}`,
    `{${API},"class_uid":["6003.0",true]}`,
    '{"api":{"service":{"name":"kms"}}}',
    '{"api":{"service":"kms","operation":"DisableKey"}}',
    '{"x":{"api.service.name":"kms","api.operation":"DisableKey"}}',
  ],
  [
    "OpenTelemetry on the record, in an object or in a list",
    "otel",
    `{${OTEL}}`,
    `{"rpc":{"service":${KMS},"method":"DisableKey"}}`,
    `{"attributes":{${OTEL}}}`,
    `{"attributes":{"rpc":[{"service":"x"},{"service":${KMS}}],"rpc.method":["x","DisableKey"]}}`,
    `{"attributes":[${LIST}]}`,
    `{"rpc.service":${KMS},"attributes":{"rpc.method":"DisableKey"}}`,
    `{"rpc.service":"x","attributes":[null,"x",{},${LIST}]}`,
    `{"attributes":[${attribute("rpc.method", '"intValue":1')},${LIST}]}`,
    `{${OTEL},"aws.error.code":"","attributes":{"aws.error":{"message":{"a":null}}}}`,
    `{"attributes":[${LIST},${attribute("aws.error.code", '"stringValue":""')},${attribute("aws.error.message", '"arrayValue":{"values":[{"stringValue":""}]}')}]}`,
    `{"attributes":[${LIST.replace('"stringValue":"DisableKey"', '"arrayValue":{"values":[{"stringValue":"DisableKey"}]}')}]}`,
    `{"attributes":[${attribute("rpc", '"kvlistValue":{"values":[{"key":"service","value":{"stringValue":"kms.amazonaws.com"}}]}')},${attribute("rpc.method", '"stringValue":"DisableKey"')}]}`,
    `{${API},"class_uid":6002,${OTEL}}`,
    `{"attributes":{},${OTEL},"attributes":"x"}`,
  ],
  [
    "OpenTelemetry that does not match",
    "otel -",
    '{"rpc.service":"kms","rpc.method":"DisableKey"}',
    `{"rpc.service":${KMS},"rpc.method":"EnableKey"}`,
    `{${OTEL},"aws.error.code":"x"}`,
    `{${OTEL},"aws":{"error.message":[0]}}`,
    `{${OTEL},"attributes":{"aws.error":{"message":0}}}`,
    `{"attributes":[${LIST},${attribute("aws.error.code", '"boolValue":false')}]}`,
    `{"attributes":[${LIST}],"aws.error.code":"x"}`,
    `{"attributes":[${LIST},${attribute("aws.error.message", '"arrayValue":{"values":[{"stringValue":"x"}]}')}]}`,
    `{"attributes":[${LIST},${attribute("aws.error", '"kvlistValue":{"values":[{"key":"code","value":{"stringValue":"x"}}]}')}]}`,
  ],
  [
    "no OpenTelemetry",
    "none",
    `{"rpc.service":${KMS}}`,
    `{"attributes":{},"attributes.rpc.service":${KMS},"attributes.rpc.method":"DisableKey"}`,
    `{"attributes":[{${OTEL}}]}`,
    `{"attributes":[[${LIST}]]}`,
    `{"resource":{"attributes":{${OTEL}}}}`,
    `{"attributes":[${LIST.replace("stringValue", "bytesValue")}]}`,
    `{"attributes":{${OTEL}},"attributes":[]}`,
    `{"attributes":"{}"}`,
  ],
];

describe("the schemas of events", () => {
  for (const [shows, reading, ...objects] of CASES) {
    it(`decide: ${shows}`, () => {
      for (const object of objects) assert.equal(read(object), reading, object);
    });
  }
});
