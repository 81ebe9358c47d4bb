/** The version of this package: written in when it is built. */
declare const __VERSION__: string;
