/** Kinds of files that are not JSON as they are, recognized by their first bytes or names, with what to do instead. */
import { ADVICE, INPUTS } from "../messages/inputs.js";

/** A file that is not read, its kind, and what to do instead. */
export interface LeftOut {
  /** For example `bzip2` or `Parquet`. */
  kind: string;
  file: string;
  /** One line, without the file: `decompress it first, e.g. bzcat FILE | keyward scan -`. */
  advice: string;
}

/** A kind of file. */
export interface FileKind {
  kind: string;
  advice: string;
}

interface KnownKind extends FileKind {
  name: RegExp;
  /** Bytes that identify such a file, and their offset; none if only the name does. Letters alone begin many logs. */
  magic: readonly { at: number; bytes: Buffer; isText: boolean }[];
}

/** Bytes needed to recognize every kind. */
export const KIND_BYTES = 262;
/** No text has bytes below the tab. */
const FIRST_TEXT_BYTE = 0x09;

const KINDS: readonly KnownKind[] = [
  kind("bzip2", ADVICE.bzip2, /\.(?:bz2|tbz2?)$/i, "BZh"),
  kind("xz", ADVICE.xz, /\.(?:xz|txz|lzma)$/i, Buffer.from("fd377a585a00", "hex")),
  kind("LZ4", ADVICE.lz4, /\.lz4$/i, Buffer.from("04224d18", "hex")),
  kind("Snappy", ADVICE.snappy, /\.(?:snappy|sz)$/i, Buffer.from("ff060000734e61507059", "hex")),
  kind("zip", ADVICE.zip, /\.zip$/i, "PK\x03\x04", "PK\x05\x06"),
  kind("7z", ADVICE.sevenZip, /\.7z$/i, Buffer.from("377abcaf271c", "hex")),
  {
    ...kind("tar", ADVICE.tar, /\.(?:tar|tgz|tar\.(?:gz|zst|bz2|xz))$/i),
    magic: [{ at: 257, bytes: Buffer.from("ustar"), isText: true }],
  },
  kind("Parquet", ADVICE.parquet, /\.(?:parquet|pq)$/i, "PAR1"),
  kind("ORC", ADVICE.orc, /\.orc$/i, "ORC"),
  kind("Avro", ADVICE.avro, /\.avro$/i, "Obj\x01"),
  kind("SQLite", ADVICE.sqlite, /\.(?:sqlite3?|db)$/i, "SQLite format 3\0"),
  kind("CSV", ADVICE.csv, /\.(?:csv|tsv)$/i),
  kind("PDF", ADVICE.noLog, /\.pdf$/i, "%PDF-"),
  kind(
    "image",
    ADVICE.noLog,
    /\.(?:png|jpe?g|gif)$/i,
    Buffer.from("89504e470d0a1a0a", "hex"),
    Buffer.from("ffd8ff", "hex"),
    "GIF8",
  ),
  kind("program", ADVICE.noLog, /\.(?:exe|so|wasm)$/i, "\x7fELF", "\0asm"),
];

function kind(name: string, advice: string, pattern: RegExp, ...magic: (string | Buffer)[]): KnownKind {
  return {
    kind: name,
    advice,
    name: pattern,
    magic: magic.map((start) => {
      const bytes = typeof start === "string" ? Buffer.from(start, "latin1") : start;
      return { at: 0, bytes, isText: bytes.every((byte) => byte >= FIRST_TEXT_BYTE && byte < 0x7f) };
    }),
  };
}

/** Reports whether bytes begin like gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Returns the kind of a file by its first bytes; undefined if it may hold JSON. */
export function kindOfContent(first: Buffer): FileKind | undefined {
  const isBinary = first.subarray(0, KIND_BYTES).some((byte) => byte < FIRST_TEXT_BYTE);
  return KINDS.find(({ magic }) =>
    magic.some(({ at, bytes, isText }) => first.subarray(at, at + bytes.length).equals(bytes) && (isBinary || !isText)),
  );
}

/** Returns the kind of a file by its name (`.tar.gz` too); undefined if it may hold JSON. */
export function kindOfName(path: string): FileKind | undefined {
  return KINDS.find(({ name }) => name.test(path));
}

/** Returns a file of a kind as one that is left out. */
export function leaveOut(file: string, { kind: name, advice }: FileKind): LeftOut {
  return { kind: name, file, advice };
}

/** Returns why such a file is not read, without its name: `bzip2 file: decompress it first, …`. */
export function kindReason({ kind: name, advice }: FileKind): string {
  return INPUTS.otherKind(name, advice);
}
