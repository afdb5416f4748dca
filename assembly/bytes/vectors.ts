/** Sixteen bytes at a time, on engines with WASM's SIMD. Masks have a bit for each byte, the lowest for the first. */

/** Bytes of a vector. */
const VECTOR: usize = 16;
/** Bytes of a block: four vectors, which fill a mask of 64 bits. */
export const BLOCK: usize = 64;

/** Returns a vector with `byte` in each of its sixteen lanes. */
// @ts-ignore: decorator
@inline
export function spread(byte: u32): v128 {
  return i8x16.splat(<i8>byte);
}

/** Reports whether any bit is set in the four vectors of a block. */
// @ts-ignore: decorator
@inline
export function hasAny(a: v128, b: v128, c: v128, d: v128): bool {
  return v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)));
}

/** Returns the mask of the four vectors of a block. */
// @ts-ignore: decorator
@inline
export function maskOf(a: v128, b: v128, c: v128, d: v128): u64 {
  const low = (<u32>i8x16.bitmask(a)) | ((<u32>i8x16.bitmask(b)) << 16);
  const high = (<u32>i8x16.bitmask(c)) | ((<u32>i8x16.bitmask(d)) << 16);
  return (<u64>low) | ((<u64>high) << 32);
}

/**
 * Returns the address of the first `byte` in [start, end), or `end`. Caller: the 15 bytes after `end` are readable,
 * too; their values do not matter.
 */
export function seekByte(start: usize, end: usize, byte: u32): usize {
  const wanted = spread(byte);
  for (let at = start; at < end; at += VECTOR) {
    const mask = i8x16.bitmask(i8x16.eq(v128.load(at), wanted));
    if (mask != 0) return min(at + <usize>ctz(mask), end);
  }
  return end;
}
