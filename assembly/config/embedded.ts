/**
 * A configuration that the module carries. `keyward build` appends it as a data segment after the module's memory and
 * overwrites this header, which is exported so that it can be found: a mark, and where the text is.
 */

/** `KEYWARD\1`, the address of the text and its length; all bits set if there is none. */
// prettier-ignore
const header = memory.data<u8>([
  0x4b, 0x45, 0x59, 0x57, 0x41, 0x52, 0x44, 0x01,
  0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
]);

/** The address of the header. */
export const CONFIG_HEADER: usize = header;

const NONE: u32 = 0xffffffff;

/**
 * Returns where the module's own configuration begins, or 0. Its bytes are readable for good: `keyward build`
 * guarantees it.
 */
export function embeddedStart(): usize {
  const start = load<u32>(header, 8);
  return start == NONE ? 0 : <usize>start;
}

/** Returns where it ends. */
export function embeddedEnd(): usize {
  return <usize>load<u32>(header, 8) + <usize>load<u32>(header, 12);
}
