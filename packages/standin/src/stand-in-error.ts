/** What went wrong, for a `switch`. */
export type StandInErrorCode =
  | 'INVALID_OPTIONS'
  | 'INVALID_SEED'
  | 'INVALID_CONTROL'
  | 'CONTROL_REFUSED'
  | 'CONTROL_UNKNOWN'
  | 'DATABASE_NEWER'
  | 'DATABASE_FOREIGN'
  | 'DATABASE_UNREADABLE'
  | 'DATABASE_SEEDED_OTHERWISE'
  | 'LISTEN_FAILED'
  | 'CLOSED';

/** One mistake in what the caller gave, and where it stands. */
export interface Mistake {
  /** Where: `people.alice.email`, or `` for the whole. */
  readonly path: string;
  /** What is wrong there, without repeating the value. */
  readonly message: string;
}

/** Every failure of the stand-in itself, as opposed to an answer of the Plex it plays. */
export class StandInError extends Error {
  override readonly name = 'StandInError';
  /** What went wrong, for a `switch`. */
  readonly code: StandInErrorCode;
  /** The caller's mistakes, each with its path; empty when the failure is no mistake in an input. */
  readonly mistakes: readonly Mistake[];

  constructor(
    code: StandInErrorCode,
    message: string,
    options: { mistakes?: readonly Mistake[]; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.mistakes = options.mistakes ?? [];
  }
}

/** Builds the error that lists every mistake in an input, one a line. */
export function mistaken(code: StandInErrorCode, subject: string, mistakes: readonly Mistake[]): StandInError {
  const lines = mistakes.map(({ path, message }) => `  ${path === '' ? '(top)' : path}: ${message}`);
  return new StandInError(code, [`${subject}:`, ...lines].join('\n'), { mistakes });
}
