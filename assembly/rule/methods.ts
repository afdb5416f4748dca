/**
 * The call that an OpenTelemetry record names in `rpc.method`: bare (`DisableKey`), of the service in `rpc.service`, or
 * qualified (`kms.amazonaws.com/DisableKey`), with its own service. Caller: as for json/cursor.ts.
 */
import { QUOTE } from "../json/chars";
import { CLOSING, lastUnit, readUnit } from "../json/text";
import { Clue } from "./schemas";
import { testText, testValue } from "./tests";

const SLASH: i32 = 0x2f;

/**
 * A method: where its name begins inside a string, or 0; whether it names its service; and the tests that both meet.
 */
@unmanaged
export class Method {
  name: usize;
  isQualified: bool;
  met: u64;
}

/** Reads the method at `value`, a scalar, into `method`. `service` holds the tests that `rpc.service` meets. */
export function readMethod(value: usize, service: u64, method: Method): void {
  const slash = findSlash(value);
  method.isQualified = slash != 0;
  if (slash == 0) {
    method.name = load<u8>(value) == QUOTE ? value + 1 : 0;
    method.met = service | testValue(Clue.RPC_METHOD, value);
  } else {
    method.name = readUnit(slash);
    method.met = testText(Clue.RPC_SERVICE, value + 1, slash) | testText(Clue.RPC_METHOD, method.name, 0);
  }
}

/** Returns the last slash of the method at `value`, any scalar, if there is something on both sides of it; else 0. */
export function findSlash(value: usize): usize {
  if (load<u8>(value) != QUOTE) return 0;
  let slash: usize = 0;
  let name: usize = 0;
  for (let at = value + 1, next = readUnit(at); lastUnit() != CLOSING; at = next, next = readUnit(at)) {
    if (lastUnit() != SLASH) continue;
    slash = at;
    name = next;
  }
  return slash == 0 || slash == value + 1 || load<u8>(name) == QUOTE ? 0 : slash;
}
