/** The program of the rule's table: which clauses hold, given the tests that are met. */
import { Layout, Op } from "../table/generated/layout";
import { RULE_TABLE } from "../table/generated/rule-table";

/** Returns the clauses that hold, one bit each, if the tests in `met` are met. */
export function clausesBy(met: u64): u32 {
  const end = RULE_TABLE + load<u16>(RULE_TABLE, Layout.PROGRAM_END);
  let held: u32 = 0;
  let clause: u32 = 1;
  // The operands, the last one in the lowest bit.
  let operands: u64 = 0;
  for (let at = RULE_TABLE + load<u16>(RULE_TABLE, Layout.PROGRAM); at < end; at++) {
    const op = <u32>load<u8>(at);
    const last = operands & 1;
    if (op < Op.AND) {
      operands = (operands << 1) | ((met >> op) & 1);
    } else if (op == Op.CLAUSE) {
      if (last != 0) held |= clause;
      clause <<= 1;
      operands = 0;
    } else if (op == Op.NOT) {
      operands ^= 1;
    } else {
      operands >>= 1;
      if (op == Op.OR) operands |= last;
      else operands &= last | ~(<u64>1);
    }
  }
  return held;
}

/** Reports whether all clauses hold. */
export function isAll(held: u32): bool {
  return held == load<u32>(RULE_TABLE, Layout.CLAUSES);
}
