import { FAILED, NOT_SIGNED_IN, USAGE } from './exit-codes.js';

/** What a failure is made of. */
export interface FailureInput {
  /** A word for scripts, in capitals. */
  readonly code: string;
  /** What was attempted, what happened and why. It holds no secret. */
  readonly message: string;
  /** The next command to type, or the next thing to do. */
  readonly next: string;
  readonly exitCode?: number;
  readonly cause?: unknown;
}

/** That the command could not do what it was asked to, in words for whoever typed it. */
export class Failure extends Error {
  override readonly name: string = 'Failure';
  readonly code: string;
  readonly next: string;
  readonly exitCode: number;

  constructor({ code, message, next, exitCode = FAILED, cause }: FailureInput) {
    super(message, { cause });
    this.code = code;
    this.next = next;
    this.exitCode = exitCode;
  }
}

/** That the command line is wrong. */
export function usage(message: string, next: string): Failure {
  return new Failure({ code: 'USAGE', message, next, exitCode: USAGE });
}

/** That nobody is signed in under a profile. */
export function notSignedIn(profile: string): Failure {
  const message = profile === 'default' ? 'nobody is signed in' : `nobody is signed in under the profile ${profile}`;
  return new Failure({ code: 'NOT_SIGNED_IN', message, next: loginCommand(profile), exitCode: NOT_SIGNED_IN });
}

/** What signs in under a profile. */
export function loginCommand(profile: string): string {
  return profile === 'default' ? 'ticketstub login' : `ticketstub login --profile ${profile}`;
}
