/** How lines on standard error are written. */
export const speech = {
  /** Each line as one JSON object. */
  isJson: false,
  /** Every warning, and what is read. */
  isVerbose: false,
};
