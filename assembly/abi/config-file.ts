/** The configuration of a module in a host with WASI preview 1: the one it carries, or a file. */
import { claim, keepClaims, unclaim } from "../bytes/arena";
import { LARGEST_CONFIG } from "../config/check";
import { embeddedEnd, embeddedStart } from "../config/embedded";
import { clearSettings } from "../config/settings";
import { refuseConfig, useConfig } from "../config/load";
import { startHistory } from "../policy/history";
import { fdRead } from "./preview1";
import { tellConfigProblem } from "./tell";


@external("wasi_snapshot_preview1", "fd_prestat_get")
declare function fdPrestatGet(fd: i32, prestat: usize): i32;


@external("wasi_snapshot_preview1", "path_open")
declare function pathOpen(
  fd: i32,
  lookupFlags: i32,
  path: usize,
  pathLength: i32,
  openFlags: i32,
  rights: i64,
  inheritedRights: i64,
  fdFlags: i32,
  opened: usize,
): i32;


@external("wasi_snapshot_preview1", "fd_close")
declare function fdClose(fd: i32): i32;

/** `keyward.json` */
const NAME: usize = memory.data<u8>([0x6b, 0x65, 0x79, 0x77, 0x61, 0x72, 0x64, 0x2e, 0x6a, 0x73, 0x6f, 0x6e]);
const NAME_LENGTH: i32 = 12;

/** The first directory that a host opens for a module. */
const FIRST_DIRECTORY: i32 = 3;
const RIGHT_TO_READ: i64 = 2;
/** Follows a link, within its directory: what a Kubernetes ConfigMap mounts is one. */
const FOLLOW_LINKS: i32 = 1;
/** WASI preview 1's error for a missing file. */
const NO_ENTRY: i32 = 44;

const slots = memory.data(32, 8);
/** How many directories the file was looked for in. */
export let directories: u32 = 0;
/** Whether `configure` was called. */
export let isConfigured: bool = false;

/** Puts the configuration into force, once. Caller: no block has been handed out yet, as for `keepClaims`. */
export function configure(): void {
  if (isConfigured) return;
  isConfigured = true;
  const start = embeddedStart();
  if (start != 0) {
    keepClaims(embeddedEnd());
    if (!useConfig(start, embeddedEnd())) tellConfigProblem();
  } else if (!readFile()) {
    tellConfigProblem();
  }
  if (!startHistory()) {
    clearSettings();
    refuseConfig("there is no memory for duplicates, cap or escalate");
    tellConfigProblem();
  }
}

/** Reads the file from the first directory that has it. Returns false if something is wrong with it. */
function readFile(): bool {
  for (let directory = FIRST_DIRECTORY; fdPrestatGet(directory, slots) == 0; directory++) {
    directories += 1;
    const failed = pathOpen(directory, FOLLOW_LINKS, NAME, NAME_LENGTH, 0, RIGHT_TO_READ, 0, 0, slots);
    if (failed == 0) return readAll(load<i32>(slots));
    if (failed != NO_ENTRY) {
      refuseConfig("the file cannot be opened; use a file that the host may read");
      return false;
    }
  }
  return true;
}

function readAll(file: i32): bool {
  const text = claim(LARGEST_CONFIG + 1);
  let length: usize = 0;
  let failed = text == 0 ? 1 : 0;
  while (failed == 0 && length <= LARGEST_CONFIG) {
    store<usize>(slots, text + length);
    store<usize>(slots, LARGEST_CONFIG + 1 - length, 4);
    failed = fdRead(file, slots, 1, slots + 8);
    const read = load<usize>(slots, 8);
    if (failed != 0 || read == 0) break;
    length += read;
  }
  fdClose(file);
  if (failed != 0) {
    unclaim(text);
    refuseConfig("the file cannot be read; use a file of at most 262144 bytes");
    return false;
  }
  unclaim(text + length);
  const isUsed = useConfig(text, text + length);
  if (!isUsed) unclaim(text);
  return isUsed;
}
