/** Success. */
export const EXIT_OK = 0;
/** Something could not be read, written or judged; a line on standard error says what. */
export const EXIT_TROUBLE = 2;
