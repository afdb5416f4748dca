/** Finds where the frames of zstd data end (RFC 8878, section 3), without decompressing them. */

const FRAME_MAGIC = 0xfd2fb528;
/** Sixteen numbers begin frames without data. */
const SKIPPABLE_MAGIC = 0x184d2a50;
const MAGIC_BYTES = 4;
const SIZE_BYTES = 4;
const BLOCK_HEADER_BYTES = 3;
const CHECKSUM_BYTES = 4;
const RLE_BLOCK = 1;
/** A block holds at most 128 KiB and may take only 4 bytes: this many per part bound its output. */
const MAX_BLOCKS = 32;

/** The bytes of a frame, or part of one. */
export interface FramePart {
  bytes: Buffer;
  /** Whether the frame holds data; other frames are skipped. */
  hasData: boolean;
  /** Whether these are its last bytes. */
  isLast: boolean;
}

/** What comes next in a frame. */
type Stage = "magic" | "size" | "descriptor" | "header" | "block header" | "content" | "last content";

/**
 * Cuts zstd data into its frames, piece by piece. Node's decoder silently stops at the end of the first frame, and takes
 * truncated data for whole.
 */
export class ZstdFrames {
  #stage: Stage = "magic";
  /** Bytes up to the next stage, and those collected because they must be understood. */
  #left = MAGIC_BYTES;
  #field: number[] = [];
  #hasData = true;
  #hasChecksum = false;
  /** Blocks that ended in this part. */
  #blocks = 0;

  /** Whether the data may end here: no frame is open. */
  get isBetween(): boolean {
    return this.#stage === "magic" && this.#field.length === 0;
  }

  /** Returns the frames in the next piece, up to the byte with which it is no longer zstd: then `isBroken` is set. */
  push(piece: Buffer): { parts: FramePart[]; isBroken: boolean } {
    const parts: FramePart[] = [];
    let start = 0;
    for (let at = 0; at < piece.length;) {
      if (this.#stage === "content" || this.#stage === "last content") {
        const taken = Math.min(this.#left, piece.length - at);
        this.#left -= taken;
        at += taken;
      } else {
        this.#field.push(piece[at++] ?? 0);
        this.#left--;
      }
      while (this.#left === 0) {
        const isLast = this.#stage === "last content";
        if (this.#stage === "content") this.#blocks++;
        if (!this.#advance()) return { parts, isBroken: true };
        if (!isLast && this.#blocks < MAX_BLOCKS) continue;
        parts.push({ bytes: piece.subarray(start, at), hasData: this.#hasData, isLast });
        start = at;
        this.#blocks = 0;
      }
    }
    if (start < piece.length) parts.push({ bytes: piece.subarray(start), hasData: this.#hasData, isLast: false });
    return { parts, isBroken: false };
  }

  /** Moves on to the next stage. Returns false if the collected bytes are not zstd. */
  #advance(): boolean {
    const value = this.#field.reduceRight((sum, byte) => sum * 256 + byte, 0);
    this.#field = [];
    switch (this.#stage) {
      case "magic":
        this.#hasData = value === FRAME_MAGIC;
        if (this.#hasData) return this.#expect("descriptor", 1);
        return value >= SKIPPABLE_MAGIC && value < SKIPPABLE_MAGIC + 16 && this.#expect("size", SIZE_BYTES);
      case "size":
        return this.#expect("last content", value);
      case "descriptor":
        this.#hasChecksum = (value & 4) !== 0;
        return this.#expect("header", headerBytes(value));
      case "header":
      case "content":
        return this.#expect("block header", BLOCK_HEADER_BYTES);
      case "block header": {
        const bytes = ((value >> 1) & 3) === RLE_BLOCK ? 1 : value >> 3;
        if ((value & 1) === 0) return this.#expect("content", bytes);
        return this.#expect("last content", bytes + (this.#hasChecksum ? CHECKSUM_BYTES : 0));
      }
      case "last content":
        return this.#expect("magic", MAGIC_BYTES);
    }
  }

  #expect(stage: Stage, bytes: number): true {
    this.#stage = stage;
    this.#left = bytes;
    return true;
  }
}

/** Returns the size of a frame's header after its descriptor: window, dictionary and size. */
function headerBytes(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const sizeFlag = descriptor >> 6;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  const size = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 2 ** sizeFlag;
  return (isSingleSegment ? 0 : 1) + dictionary + size;
}
