declare const TICKETSTUB_VERSION: string;

/** The version of this package: written in when it is built. */
export const VERSION = TICKETSTUB_VERSION;
