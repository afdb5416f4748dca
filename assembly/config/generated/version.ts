/** Keyward's version. Generated from package.json: edit that. */
export const VERSION: string = "0.1.0";
