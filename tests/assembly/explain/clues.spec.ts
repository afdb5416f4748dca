import { configure } from "../support/config";
import { cluesOf } from "../support/explain";

describe("the clues of an event", () => {
  it("are the rule's, each with the clauses that it fulfills on its own", () => {
    configure("{}");
    expect(
      cluesOf('{"eventName":"DisableKey","eventSource":"kms.amazonaws.com","errorCode":"","errorMessage":"x"}'),
    ).toBe(
      'eventName "DisableKey" 1101\neventSource "kms.amazonaws.com" 1011\nerrorCode "" 1001 -\nerrorMessage "x" 1 -',
    );
  });

  it("are a raw event's values as they are, and each element in other schemas", () => {
    expect(cluesOf('{"eventSource":"kms.amazonaws.com","eventName":["DisableKey"]}')).toBe(
      'eventSource "kms.amazonaws.com" 1011\neventName ["DisableKey"] 1001 -',
    );
    expect(cluesOf('{"event":{"action":["x",["DisableKey"],null,{"a":1},7],"dataset":[]}}')).toBe(
      'event.action "x" 0\nevent.action "DisableKey" 100\nevent.action null 0 -\nevent.action {"a":1} 0 -\nevent.action 7 0',
    );
  });

  it("include all spellings, and the last value of a repeated key", () => {
    expect(cluesOf('{"event.action":"DisableKey","event":{"action":"a"},"event.action":"b"}')).toBe(
      'event.action "b" 0\nevent.action "a" 0',
    );
  });

  it("are found in attributes", () => {
    const record =
      '{"rpc.service":"kms.amazonaws.com","eventName":"x","attributes":{"rpc":{"method":"DisableKey"},"eventSource":"s"}}';
    expect(cluesOf(record)).toBe(
      'rpc.service "kms.amazonaws.com" 1011\neventName "x" 1001\nrpc.method "DisableKey" 1101',
    );
    const list =
      '{"attributes":[{"key":"rpc.service","value":{"stringValue":"kms.amazonaws.com"}},' +
      '{"key":"rpc.method","value":{"arrayValue":{"values":[{"stringValue":"a"},{"stringValue":"DisableKey"}]}}},' +
      '{"key":"aws.error.code","value":{"stringValue":"x"}}]}';
    expect(cluesOf(list)).toBe(
      'rpc.service "kms.amazonaws.com" 1011\nrpc.method "a" 1001\nrpc.method "DisableKey" 1101\naws.error.code "x" 1 -',
    );
  });

  it("are only those in the list if a raw event is a list", () => {
    const source = '{"key":"eventSource","value":{"stringValue":"kms.amazonaws.com"}}';
    const name = '{"key":"eventName","value":{"stringValue":"DisableKey"}}';
    const code = '{"key":"errorCode","value":{"stringValue":""}}';
    const clues = 'eventSource "kms.amazonaws.com" 1011\neventName "DisableKey" 1101';
    expect(cluesOf('{"eventName":"x","values":[' + [source, name, code].join(",") + "]}")).toBe(
      clues + '\nerrorCode "" 1001 -',
    );
    expect(cluesOf('{"eventName":"x","values":[' + source + "]}")).toBe('eventName "x" 1001');
  });

  it("include whether a method names its service", () => {
    expect(cluesOf('{"rpc":{"method":["kms.amazonaws.com/DisableKey","iam/DisableKey","DisableKey","/x"]}}')).toBe(
      'rpc.method "kms.amazonaws.com/DisableKey" 1111 qualified\nrpc.method "iam/DisableKey" 1101 qualified\n' +
        'rpc.method "DisableKey" 1101\nrpc.method "/x" 1001',
    );
  });

  it("may be many", () => {
    const elements: string[] = [];
    for (let index = 0; index < 3000; index++) elements.push(index.toString());
    elements.push('"DisableKey"');
    const lines = cluesOf('{"event.action":[' + elements.join(",") + "]}").split("\n");
    expect(lines.length).toBe(3001);
    expect(lines[2999]).toBe("event.action 2999 0");
    expect(lines[3000]).toBe('event.action "DisableKey" 100');
  });
});
