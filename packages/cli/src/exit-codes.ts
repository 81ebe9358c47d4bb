/** How the command ends: what scripts may go by. */
export const DONE = 0;
export const FAILED = 1;
/** The command line, or what stands in the environment, is wrong: nothing was tried. */
export const USAGE = 2;
export const NOT_SIGNED_IN = 4;
/** Ctrl-C, as shells count it: 128 and the signal's number. */
export const INTERRUPTED = 130;
