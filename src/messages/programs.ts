/** What the library and the handlers for AWS Lambda report. */
export const PROGRAMS = {
  configIgnored: (mistake: string) => `keyward: the configuration is ignored: ${mistake}`,
  ofLine: (line: number, reason: string) => `keyward: line ${line}: ${reason}`,
  itemFailed: "keyward: the item failed:",
  brokenGzip: (reason: string) => `the gzip cannot be opened (${reason})`,
  nothingRecognized: "no CloudTrail event was recognized in it",
  noGetObject: "it names S3 objects, and the handler has no getObject to read them",
  aggregated: "it is a batch of the Kinesis Producer Library, which is not unpacked",
  noRoomForAnnotation:
    "a response of 6 MB has no room for the record: it is returned without its annotation; lower the buffer size of the transformation",
  noRoom:
    "a response of 6 MB has no room for the record: it is marked ProcessingFailed; lower the buffer size of the transformation",
  notOfS3: "the event is not an S3 notification",
};
