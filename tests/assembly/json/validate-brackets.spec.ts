import { isValid } from "../support/valid";

function expectTexts(texts: StaticArray<string>): void {
  for (let i = 0; i < texts.length; i++) expect(isValid(texts[i])).toBe(true, texts[i]);
}

function expectNoTexts(texts: StaticArray<string>): void {
  for (let i = 0; i < texts.length; i++) expect(isValid(texts[i])).toBe(false, texts[i]);
}

describe("objects", () => {
  it("are valid with members between commas", () => {
    expectTexts([
      '{"a":{}}',
      '{"a":{"b":{}}}',
      '{"a":{},"b":{}}',
      '{"a":{"b":1,"c":2},"d":3}',
      '{"a":{"b":[]},"c":""}',
    ]);
  });

  it("are invalid with a comma too many or missing", () => {
    expectNoTexts(['{"a":1,}', '{,"a":1}', "{,}", '{"a":1,,"b":2}', '{"a":1 "b":2}', '{"a":1"b":2}', '{"a":{}"b":2}']);
    expectNoTexts([
      '{"a":[]"b":2}',
      '{"a":"x""b":2}',
      '{"a":{},}',
      '{"a":{"b":1,}}',
      '{"a":{,}}',
      '{"a":1,',
      '{"a":1 , ',
    ]);
  });

  it("are invalid with a colon too many or missing", () => {
    expectNoTexts(['{"a"}', '{"a" 1}', '{"a"1}', '{"a"::1}', '{"a":}', '{"a":,"b":1}', '{"a",1}', "{:1}", '{"a":1:2}']);
    expectNoTexts(['{"a"', '{"a" ', '{"a":', '{"a": ', '{"a";1}', '{"a"=1}', '{"a":1,"b"}', '{"a":{"b"}}']);
  });

  it("are invalid with a key that is not a string", () => {
    expectNoTexts([
      "{a:1}",
      "{1:1}",
      "{'a':1}",
      "{null:1}",
      "{true:1}",
      "{[]:1}",
      "{{}:1}",
      '{"a":1,b:2}',
      '{"a":1,2}',
    ]);
    expectNoTexts(['{"a":1,{}}', '{"a":1,[]}', '{{"a":1}}', "{[1]}", "{1}", '{"a":{1}}', '{"a":1,null:2}']);
  });

  it("are valid with any string as a key", () => {
    expectTexts(['{"":1}', '{"\\u0061":1}', '{"\u00e9":1}', '{"a b":1}', '{"{":1}', '{"a\\"b":1}', '{"]":[],"}":{}}']);
  });

  it("are invalid with a key that is not a valid string", () => {
    expectNoTexts(['{"\n":1}', '{"\\x":1}', '{"\\u12":1}', '{"a:1}', '{"a\\":1}', '{a":1}']);
  });
});

describe("arrays", () => {
  it("are valid with elements between commas", () => {
    expectTexts(['{"a":[]}', '{"a":[1]}', '{"a":[1,2,3]}', '{"a":[[],[[]],{}]}', '{"a":["",null,{"b":[]}]}']);
  });

  it("are invalid with a comma too many or missing", () => {
    expectNoTexts(['{"a":[1,]}', '{"a":[,1]}', '{"a":[,]}', '{"a":[1,,2]}', '{"a":[1 2]}', '{"a":[[][]]}']);
    expectNoTexts(['{"a":[,}', '{"a":[,,"b":1}', '{"a":[,"b"}', '{"a":{,]', '{"a":{,,"b":1}']);
    expectNoTexts(['{"a":["b""c"]}', '{"a":[{}{}]}', '{"a":[1,', '{"a":[1, ]}', '{"a":[[],]}', '{"a":[[,]]}']);
  });

  it("are invalid with members in them", () => {
    expectNoTexts(['{"a":["b":1]}', '{"a":[:]}', '{"a":[1:2]}', '{"a":[{}:1]}', '{"a":["b","c":1]}']);
  });
});

describe("brackets", () => {
  it("are invalid if one is missing", () => {
    expectNoTexts([
      "{",
      "}",
      '{"a":{}',
      '{"a":[}',
      '{"a":]}',
      '{"a":[1}',
      '{"a":1]',
      '{"a":[[]}',
      '{"a":[{}}',
      '{"a":',
    ]);
    expectNoTexts([
      '{"a":{"b":1}',
      '{"a":{"b":[1}}',
      '{"a":[',
      '{"a":{',
      '{"a":[1',
      '{"a":[1 ',
      "{ ",
      '{"a":[ ',
      '"a":1}',
    ]);
  });

  it("are invalid if one is of the other kind", () => {
    expectNoTexts([
      "{]",
      '{"a":1]',
      '{"a":[1}}',
      '{"a":{"b":1]}',
      '{"a":[}}',
      '{"a":{]}',
      '{"a":[[1}]}',
      '{"a":[{]}]}',
    ]);
    expectNoTexts(['{"a":[{"b":1]}]}', '{"a":{"b":[1}]}', '{"a":[[]]]', '{"a":[{"b":[]}}]', '{"a":(1)}', '{"a":<1>}']);
  });

  it("are invalid if there is one too many", () => {
    expectNoTexts(['{"a":1}}', '{"a":[]]}', '{"a":[1]]}', '{"a":{}}}', "{{}}", "[{}", '{"a":{{}}}', '{"a":[[]}]}']);
  });

  it("are not counted in strings", () => {
    expectTexts(['{"a":"}"}', '{"a":"{"}', '{"a":["]","["]}', '{"}":"]"}']);
    expectNoTexts(['{"a":"}', '{"a":["]"}', '{"a":["]}', '{"a":"{}}"']);
  });
});
