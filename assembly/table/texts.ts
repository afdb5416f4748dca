/** The names in the rule's table: those that records are searched for, and those of services. */
import { writeAscii, writeBytes } from "../bytes/writer";
import { Layout, Name } from "./generated/layout";
import { RULE_TABLE } from "./generated/rule-table";

/** Returns how many names records are searched for. */
export function nameCount(): i32 {
  return <i32>load<u16>(RULE_TABLE, Layout.NAME_COUNT);
}

/** Returns the reference to the name `index`, for the functions below. Caller: `index` is below `nameCount`. */
// @ts-ignore: decorator
@inline
export function nameAt(index: i32): usize {
  return RULE_TABLE + load<u16>(RULE_TABLE, Layout.NAMES) + <usize>index * Name.BYTES;
}

/** Returns how many services the rule names. */
export function serviceCount(): i32 {
  return <i32>load<u16>(RULE_TABLE, Layout.SERVICE_COUNT);
}

/** Returns the reference to the service `index`, likewise. */
export function serviceAt(index: i32): usize {
  return RULE_TABLE + load<u16>(RULE_TABLE, Layout.SERVICES) + <usize>index * Name.BYTES;
}

/** Returns where the text of a reference begins: ASCII, without quotes and backslashes. */
export function startOf(name: usize): usize {
  return RULE_TABLE + load<u16>(name, Name.TEXT);
}

/** Returns the length of that text in bytes. */
export function lengthOf(name: usize): usize {
  return load<u8>(name, Name.LENGTH);
}

/** Reports whether the text is part of a name that may be longer. */
export function isPartOfName(name: usize): bool {
  return load<u8>(name, Name.IS_PART) != 0;
}

/** Writes the names that records are searched for, `between` between them, and `last` before the last one. */
export function writeActions(between: string, last: string): void {
  const count = nameCount();
  for (let index = 0; index < count; index++) {
    if (index > 0) writeAscii(index + 1 < count ? between : last);
    writeBytes(startOf(nameAt(index)), lengthOf(nameAt(index)));
  }
}
