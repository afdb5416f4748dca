/** How the lines on standard error are written. */
export const speech = {
  /** Each as one JSON object. */
  isJson: false,
  /** Every warning, and what is read. */
  isVerbose: false,
};
