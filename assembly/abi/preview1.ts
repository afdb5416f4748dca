/** WASI preview 1's calls that several adapters make. Each returns 0 or the number of an error. */

@external("wasi_snapshot_preview1", "fd_read")
export declare function fdRead(fd: i32, buffers: usize, count: i32, read: usize): i32;


@external("wasi_snapshot_preview1", "fd_write")
export declare function fdWrite(fd: i32, buffers: usize, count: i32, written: usize): i32;


@external("wasi_snapshot_preview1", "fd_fdstat_get")
export declare function fdFdstatGet(fd: i32, stat: usize): i32;


@external("wasi_snapshot_preview1", "poll_oneoff")
export declare function pollOneoff(subscriptions: usize, events: usize, count: i32, stored: usize): i32;


@external("wasi_snapshot_preview1", "args_sizes_get")
export declare function argsSizesGet(count: usize, size: usize): i32;


@external("wasi_snapshot_preview1", "args_get")
export declare function argsGet(texts: usize, bytes: usize): i32;


@external("wasi_snapshot_preview1", "environ_sizes_get")
export declare function environSizesGet(count: usize, size: usize): i32;


@external("wasi_snapshot_preview1", "environ_get")
export declare function environGet(texts: usize, bytes: usize): i32;


@external("wasi_snapshot_preview1", "proc_exit")
export declare function procExit(code: i32): void;
