/** Guests that do as little as a host allows, to measure a host's cost without Keyward. */

/** A message processor that asks for each message and does nothing with it. */
export const ASKS_FOR_BYTES = `(module
  (import "benthos_wasm" "v0_msg_as_bytes" (func $bytes (result i64)))
  (memory (export "memory") 2)
  (func (export "malloc") (param i32) (result i32) (i32.const 1024))
  (func (export "free") (param i32))
  (func (export "process") (drop (call $bytes))))`;

/** A message processor that traps on every message longer than four bytes. */
export const TRAPS = ASKS_FOR_BYTES.replace(
  "(drop (call $bytes))",
  "(if (i32.gt_u (i32.wrap_i64 (call $bytes)) (i32.const 4)) (then (unreachable)))",
);

/** A transform with this many pages of memory that writes each record without its last `cut` bytes. */
export function cuttingTransform(cut: number, pages = 1): string {
  return `(module
    (import "redpanda_transform" "check_abi_version_2" (func $check))
    (import "redpanda_transform" "read_batch_header" (func $header
      (param i32 i32 i32 i32 i32 i32 i32 i32 i32 i32) (result i32)))
    (import "redpanda_transform" "read_next_record" (func $read (param i32 i32 i32 i32 i32) (result i32)))
    (import "redpanda_transform" "write_record" (func $write (param i32 i32) (result i32)))
    (memory (export "memory") ${pages})
    (func (export "_start") (local $room i32) (local $left i32) (local $length i32)
      (call $check)
      (loop $batches
        (local.set $room (call $header (i32.const 0) (i32.const 8) (i32.const 16) (i32.const 24) (i32.const 32)
          (i32.const 40) (i32.const 48) (i32.const 56) (i32.const 64) (i32.const 72)))
        (if (i32.lt_s (local.get $room) (i32.const 0)) (then (return)))
        (local.set $left (i32.load (i32.const 8)))
        (loop $records
          (if (i32.eqz (local.get $left)) (then (br $batches)))
          (local.set $left (i32.sub (local.get $left) (i32.const 1)))
          (local.set $length (call $read (i32.const 0) (i32.const 8) (i32.const 16) (i32.const 128) (local.get $room)))
          (drop (call $write (i32.const 128) (i32.sub (local.get $length) (i32.const ${cut}))))
          (br $records)))))`;
}
