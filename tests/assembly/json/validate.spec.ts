import { place } from "../support/text";
import { isJsonText } from "../../../assembly/json/validate";
import { asValue, isValid, isValidBefore } from "../support/valid";

/** Expects every one of `values` to be valid wherever a value is allowed. */
function expectValues(values: StaticArray<string>): void {
  for (let i = 0; i < values.length; i++) expect(asValue(values[i])).toBe("yes", values[i]);
}

/** Expects every one of `values` to be invalid wherever a value is allowed. */
function expectNoValues(values: StaticArray<string>): void {
  for (let i = 0; i < values.length; i++) expect(asValue(values[i])).toBe("no", values[i]);
}

function expectTexts(texts: StaticArray<string>): void {
  for (let i = 0; i < texts.length; i++) expect(isValid(texts[i])).toBe(true, texts[i]);
}

function expectNoTexts(texts: StaticArray<string>): void {
  for (let i = 0; i < texts.length; i++) expect(isValid(texts[i])).toBe(false, texts[i]);
}

describe("numbers", () => {
  it("are valid as RFC 8259 writes them", () => {
    expectValues(["0", "-0", "7", "-1", "10", "1234567890", "90071992547409931234567890"]);
    expectValues(["0.0", "-0.5", "1.0", "3.1415926535897932384626", "0.000"]);
    expectValues(["0e0", "1e5", "1E5", "1e+5", "1e-5", "1E+05", "1E-00", "-1.5e300", "1.5E400", "0.1e1"]);
  });

  it("are invalid with a leading zero, plus or point", () => {
    expectNoValues(["01", "00", "-01", "-00", "0123", "+1", "+0", ".5", "-.5", "+.5"]);
  });

  it("are invalid without the digits that a sign, a point or an exponent requires", () => {
    expectNoValues(["-", "1.", "-1.", "0.", "1.e5", "1e", "1e+", "1e-", "1E", "0e", "1.5e", "--1", "-+1", "1e+-5"]);
  });

  it("are invalid with anything else in them", () => {
    expectNoValues([
      "1.2.3",
      "1e5.0",
      "1e5e5",
      "0x10",
      "1_000",
      "1a",
      "1d5",
      "1D5",
      "1f5",
      "1u5",
      "1-",
      "- 1",
      "1 .5",
      "1. 5",
      "1e 5",
      "1 2",
    ]);
    expectNoValues(["NaN", "Infinity", "-Infinity", "nan", "1f", "0b1", "\u0661", "1/", "1:", "0/", "1\x00"]);
  });
});

describe("names", () => {
  it("are true, false and null", () => {
    expectValues(["true", "false", "null"]);
  });

  it("are invalid if cut off at any letter", () => {
    expectNoValues(["t", "tr", "tru", "f", "fa", "fal", "fals", "n", "nu", "nul"]);
  });

  it("are invalid in another case, or with a letter changed or added", () => {
    expectNoValues(["True", "TRUE", "tRue", "truE", "False", "FALSE", "falsE", "Null", "NULL", "nulL"]);
    expectNoValues(["trua", "fulse", "falze", "nill", "true1", "truee", "falsee", "nulll", "nullnull", "truefalse"]);
    expectNoValues(["alse", "xalse", "rue", "ull", "undefined", "None", "yes", "a"]);
  });

  it("do not continue with bytes after the end", () => {
    expect(isValidBefore('{"a":t', "rue}")).toBe(false);
    expect(isValidBefore('{"a":fals', "e}")).toBe(false);
    expect(isValidBefore('{"a":nul', "l}")).toBe(false);
    expect(isValidBefore('{"a":null', "}")).toBe(false);
  });
});

describe("white space", () => {
  it("is space, tab, line feed and carriage return, wherever it is allowed", () => {
    expectTexts(['{"a":1} ', ' {"a":1}', '\t\n\r {"a":1}\r\n\t ', '{ "a":1}', '{"a" :1}', '{"a": 1}', '{"a":1 }']);
    expectTexts(['{"a":[ 1]}', '{"a":[1 ]}', '{"a":[1 ,2]}', '{"a":[1, 2]}', '{"a":1 ,"b":2}', '{"a":1, "b":2}']);
    expectTexts(["{ }", "{\t}", "{\n}", "{\r}", '{"a":[ ]}', '{"a":{ }}', '{"a":[\r\n\t ]}']);
    expectTexts(['\n{\n\t"a"\t:\r[\n{ }\n,\n[ ]\r]\t}\n']);
  });

  it("is not any other byte", () => {
    expectNoTexts(['{"a":1}\f', '\f{"a":1}', '{\f"a":1}', '{"a"\f:1}', '{"a":\f1}', '{"a":1\f}', "{\f}", '{"a":[\f]}']);
    expectNoTexts(['{"a":1}\v', '{"a":\v1}', '{"a":1}\x00', '\x00{"a":1}', '{"a":\x001}', '{"a":1\b}']);
    expectNoTexts(['{"a":\u00a01}', '{"a":1}\u00a0', '{"a":\u20281}', '{"a":1}\u0085', '{"a":1}\u2003']);
  });

  it("is not a byte order mark", () => {
    expectNoTexts(['\ufeff{"a":1}', '{"a":1}\ufeff', '{\ufeff"a":1}']);
  });
});

describe("the text", () => {
  it("may be one object", () => {
    expectTexts(["{}", '{"a":1}', '{"":""}', '{"a":1,"b":[true,{"c":null}]}', '{"a":1,"a":2}']);
  });

  it("may be one array", () => {
    expectTexts(["[]", "[ ]", "[{}]", '["a"]', "[1,[2],null]", "[[]]", ' \n[ {"a":[]} , 0 ]\t ', '[{"a":1},{"a":1}]']);
    expectNoTexts([
      "[",
      "]",
      "[}",
      "[1",
      "[1,",
      "[1,]",
      "[,1]",
      "[1 2]",
      '["a":1]',
      "[]]",
      "[][]",
      "[],[]",
      "[]{}",
      "[]x",
    ]);
    expectNoTexts(["[}]", "[{]}", "x[]", "{[]}", "[\u00a0]", "[01]", "[nul]"]);
  });

  it("is not a scalar", () => {
    expectNoTexts(['"a"', '""', "1", "-1", "0", "true", "false", "null"]);
  });

  it("is neither empty nor only white space", () => {
    expectNoTexts(["", " ", "\n", "\t\r\n ", "\x00"]);
  });

  it("has nothing after it", () => {
    expectNoTexts(["{}{}", "{} {}", "{},", "{}]", "{}}", '{"a":1}}', '{"a":1}]', '{"a":1}x', '{"a":1}"b"', "{}1"]);
    expectNoTexts(["{}//", "{}/**/", "{}#", '{"a":1},{"b":2}', '{"a":1}\n{"b":2}']);
  });

  it("has nothing before it", () => {
    expectNoTexts(["x{}", ",{}", "]{}", "}{}", "[]{}", ":{}", '"a":{}', "//\n{}"]);
  });

  it("ends where the caller says, whatever follows", () => {
    expect(isValidBefore('{"a":1}', "}")).toBe(true);
    expect(isValidBefore('{"a":1}', "]]]")).toBe(true);
    expect(isValidBefore('{"a":1', "}")).toBe(false);
    expect(isValidBefore("", "{}")).toBe(false);
    expect(isValidBefore("{", "}")).toBe(false);
    expect(isValidBefore('{"a', '":1}')).toBe(false);
    expect(isValidBefore('{"a":"b', '"}')).toBe(false);
    expect(isValidBefore('{"a":1e', "5}")).toBe(false);
    expect(isValidBefore('{"a":1.', "5}")).toBe(false);
    expect(isValidBefore('{"a":-', "5}")).toBe(false);
  });

  it("is invalid if cut off at any byte", () => {
    const sample =
      '{"eventVersion":"1.08","n":[0,-1.5e+3,true,false,null,[],{}],"userIdentity":{"type":"IAMUser",' +
      '"arn":"arn:aws:iam::111122223333:user\\/M\\u00e9lanie \u00e9\u20ac\ud83d\udd11"},"e":{"a":{"b":[[{"c":""}]]}}}';
    const text = place(sample);
    let wrong = "";
    for (let cut = text.start; cut < text.end; cut++) {
      if (isJsonText(text.start, cut)) wrong += (cut - text.start).toString() + " ";
    }
    expect(wrong).toBe("");
    expect(isJsonText(text.start, text.end)).toBe(true);
    // The same with nothing after each cut.
    for (let length = 0; length < sample.length; length++) {
      if (isValid(sample.slice(0, length))) wrong += length.toString() + " ";
    }
    expect(wrong).toBe("");
    expect(isValid(sample)).toBe(true);
  });
});
