/** Why a record was not judged, or not in full. */
export const RECORDS = {
  tooLong: "the record is too long to be judged",
  tooLongPasses: "the record is too long to be judged; it passes unchanged",
  noMemory: "the module has no memory for the record",
  noMemoryPasses: "the module has no memory for the record; it passes unchanged",
  trapped: (reason: string) => `the module trapped (${reason})`,
  trappedPasses: (reason: string) => `the module trapped (${reason}); the record passes unchanged`,
  notAnObject: "the module returned something that is not a JSON object; the record passes unchanged",
  cutOff: "the record is cut off: its complete parts were judged, the rest was not",
  sealed: "base64 in the record was not judged: it is damaged, or decodes to more than 256 MiB",

  unread: (reason: string) => `names an action of the rule and could not be judged: ${reason}`,
  notJson: "it is not JSON",
  noEvent: "no CloudTrail event is recognized in it",
  largerOrDeeper: "it is larger or deeper than is looked into",
  notWithoutAnnotation: "it was already annotated, and cannot be judged without its annotation",
  annotationStays: "its annotation cannot be removed",
  annotatedTwice: "it is annotated more than once",
  lost: "it was lost before it was judged: the host had no memory to hand it over",
  moreEvents: (count: number) => `more events than fit in memory: ${count}`,

  differs: (annotation: string, event: string) =>
    `the annotation has ${annotation}, the event has ${event}: the event counts`,
  otherDetails: "other details",
  itsOwn: "its own",

  others: (records: string) => `(and ${records} of this file)`,
  notShown: "more such lines are not shown",
  nothingRecognized: (records: string) => `no CloudTrail event was recognized in ${records}`,
};
