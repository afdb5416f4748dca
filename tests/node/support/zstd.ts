/** Zstd frames of uncompressed blocks (RFC 8878). */

export interface FrameOptions {
  /** Single segment: the size instead of a window. */
  isSingle?: boolean;
  hasChecksum?: boolean;
  dictionaryBytes?: 0 | 1 | 2 | 4;
  sizeFlag?: 0 | 1 | 2 | 3;
}

/** Returns a frame with each of these as a block. Its checksum is wrong: the frame is for code that only finds its end. */
export function rawFrame(blocks: readonly Buffer[], options: FrameOptions = {}): Buffer {
  return Buffer.concat([
    header(options),
    ...blocks.flatMap((block, index) => [blockHeader(0, block.length, index === blocks.length - 1), block]),
    Buffer.alloc(options.hasChecksum === true ? 4 : 0),
  ]);
}

/** Returns a frame of one byte, repeated. */
export function repeatedFrame(byte: number, times: number): Buffer {
  return Buffer.concat([header({}), blockHeader(1, times, true), Buffer.of(byte)]);
}

export function skippableFrame(content: Buffer): Buffer {
  const start = Buffer.alloc(8);
  start.writeUInt32LE(0x184d2a53, 0);
  start.writeUInt32LE(content.length, 4);
  return Buffer.concat([start, content]);
}

function header({ isSingle = false, hasChecksum = false, dictionaryBytes = 0, sizeFlag = 0 }: FrameOptions): Buffer {
  const descriptor =
    (sizeFlag << 6) | (isSingle ? 0x20 : 0) | (hasChecksum ? 4 : 0) | [0, 1, 2, 4].indexOf(dictionaryBytes);
  const sizeBytes = sizeFlag === 0 ? (isSingle ? 1 : 0) : 2 ** sizeFlag;
  return Buffer.concat([
    Buffer.of(0x28, 0xb5, 0x2f, 0xfd, descriptor),
    // A window of 1 KiB.
    Buffer.alloc(isSingle ? 0 : 1),
    Buffer.alloc(dictionaryBytes + sizeBytes),
  ]);
}

function blockHeader(type: 0 | 1, size: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE((size << 3) | (type << 1) | (isLast ? 1 : 0), 0, 3);
  return bytes;
}
