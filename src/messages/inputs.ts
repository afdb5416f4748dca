/** Why a file or a stream was not read or written. */
export const INPUTS = {
  noSuchFile: "no such file",
  permissionDenied: "permission denied",
  notPermitted: "operation not permitted",
  isADirectory: "is a directory",
  notADirectory: "a part of the path is not a directory",
  tooManyLinks: "too many symbolic links",
  nameTooLong: "file name too long",
  readOnly: "read-only file system",
  noSpace: "no space left on device",

  becameShorter: "became shorter while it was read",
  notIn: (format: string) => `not in ${format} format`,
  emptyNotIn: (format: string) => `empty, so not in ${format} format`,
  noZstd: (version: string) => `zstd needs Node 22.15 or newer; this is ${version}`,
  truncatedZstd: "truncated zstd data",
  brokenZstd: (reason: string) => `broken zstd data (${reason})`,
  moreFollows: "something else follows a frame",
  truncatedGzip: "truncated gzip data",
  brokenGzip: (reason: string) => `broken gzip data (${reason})`,
  moreAfterZeros: "more of it follows zero bytes",

  isOutputToo: "is the output too; write to another file",
  resultIsIn: (reason: string, path: string) => `${reason}; the whole result is in ${path}`,
  notWritten: "not written: nothing was read",
  closedByReader: "closed by its reader before all was written",
  noFileToRead: "it has no file to read",
  reading: (name: string) => `reading ${name}`,
  readingStandardInput: (command: string) =>
    `reading from standard input (end it with Ctrl-D; see keyward ${command} --help)`,
  otherKind: (kind: string, advice: string) => `${kind} file: ${advice}`,
};

/** What to do with a file that is not a log. */
export const ADVICE = {
  bzip2: "decompress it first, e.g. bzcat FILE | keyward scan -",
  xz: "decompress it first, e.g. xzcat FILE | keyward scan -",
  lz4: "decompress it first, e.g. lz4cat FILE | keyward scan -",
  snappy: "decompress it first, e.g. snzip -dc FILE | keyward scan -",
  zip: "unpack it first, e.g. unzip -p FILE | keyward scan -",
  sevenZip: "unpack it first, e.g. 7z x -so FILE | keyward scan -",
  tar: "unpack it first, e.g. tar -xOf FILE | keyward scan -",
  parquet: "export it as JSON first, e.g. with DuckDB: COPY (FROM 'FILE') TO 'FILE.json'",
  orc: "export it as JSON first, e.g. orc-contents FILE | keyward scan -",
  avro: "export it as JSON first, e.g. avro-tools tojson FILE | keyward scan -",
  sqlite: "export it as JSON first, e.g. sqlite3 -json FILE 'SELECT …' | keyward scan -",
  csv: "scan the log files that it was made from, or export them as JSON",
  noLog: "it holds no log",
  utf16: "UTF-16 text, which is not annotated: convert it first, e.g. iconv -f UTF-16 -t UTF-8 FILE | keyward tag",
};
