/** Puts a configuration into force, or ignores all of it if anything in it is wrong. */
import { keepClaims } from "../bytes/arena";
import { startWriting, writeAscii, writeBytes } from "../bytes/writer";
import { checkConfig } from "./check";
import { forgetConfig, noteConfig } from "./origin";
import { clearSettings, configEnd, places, readSettings } from "./settings";
import { teachPlaces } from "./taught";

const NEWLINE: u8 = 0x0a;
const ROOM: usize = 512;
/** The mistakes, a line each, as far as there is room; and a byte that `problem` of abi/kafka-connect.ts writes after the first. */
const lines = memory.data(520, 8);
let problemEnd: usize = lines;

/** Returns where the first mistake of the configuration is, as a line without its end; empty if there is none. */
export function problemStart(): usize {
  return lines;
}

export function problemLength(): usize {
  return problemEnd - lines;
}

/**
 * Puts the configuration in [start, end) into force and keeps its bytes for good. Returns false, and changes nothing,
 * if there is a mistake in it. Caller: the bytes are claimed, or are after all memory that is handed
 * out.
 */
export function useConfig(start: usize, end: usize): bool {
  // The writer leaves out what does not fit: a line ends there.
  memory.fill(lines, NEWLINE, ROOM);
  startWriting(lines, ROOM);
  if (checkConfig(start, end) > 0) {
    problemEnd = lines;
    while (problemEnd < lines + ROOM && load<u8>(problemEnd) != NEWLINE) problemEnd += 1;
    return false;
  }
  problemEnd = lines;
  keepClaims();
  readSettings(start, end);
  noteConfig(start, end);
  if (teachPlaces(places, configEnd)) return true;
  clearSettings();
  refuseConfig("there is no memory for places");
  return false;
}

/** Reports a configuration that could not be read. */
export function refuseConfig(problem: string): void {
  forgetConfig();
  startWriting(lines, ROOM);
  writeAscii(problem);
  problemEnd = lines + problem.length;
}

/** Writes `"config_error":"…"` after a comma, if there is a mistake to report. */
export function writeConfigError(): void {
  if (problemEnd == lines) return;
  writeAscii(',"config_error":"');
  writeBytes(lines, problemEnd - lines);
  writeAscii('"');
}
