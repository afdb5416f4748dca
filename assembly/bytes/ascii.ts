/**
 * Comparing raw bytes with ASCII literals.
 *
 * Literals are AssemblyScript strings, UTF-16 in static memory: using one allocates nothing.
 */

/** Returns the code unit of `literal` at `index`. Caller: `index < literal.length`. */
export function unitAt(literal: string, index: i32): u32 {
  return load<u16>(changetype<usize>(literal) + ((<usize>index) << 1));
}

/**
 * Reports whether the `length` bytes at `bytes` are those of `literal` from its unit `from` on; false if the literal is
 * shorter.
 */
export function matchAscii(bytes: usize, length: i32, literal: string, from: i32 = 0): bool {
  return (
    from + length <= literal.length && matchUnits(bytes, length, changetype<usize>(literal) + ((<usize>from) << 1))
  );
}

/** Reports whether the `length` bytes at `bytes` are the `length` units at `unit`. Caller: both are readable. */
export function matchUnits(bytes: usize, length: i32, unit: usize): bool {
  const end = bytes + length;
  while (bytes + 4 <= end) {
    if (widen(load<u32>(bytes)) != load<u64>(unit)) return false;
    bytes += 4;
    unit += 8;
  }
  while (bytes < end) {
    if (<u32>load<u8>(bytes) != <u32>load<u16>(unit)) return false;
    bytes += 1;
    unit += 2;
  }
  return true;
}

/** Returns four bytes as four code units. */
function widen(bytes: u32): u64 {
  const halves = ((<u64>bytes) | ((<u64>bytes) << 16)) & 0x0000ffff0000ffff;
  return (halves | (halves << 8)) & 0x00ff00ff00ff00ff;
}

/** Returns four code units of ASCII as four bytes. */
export function narrow(units: u64): u32 {
  const halves = (units | (units >> 8)) & 0x0000ffff0000ffff;
  return <u32>(halves | (halves >> 16));
}
