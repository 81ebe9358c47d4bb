/** What was wrong with what somebody signed in with. */
export type SignInProblem = 'wrong' | 'email-only' | 'blocked' | 'code-needed' | 'code-wrong';

/** A sign-in that somebody began in a browser: which PIN, and how far it has come. */
export interface Attempt {
  readonly id: string;
  /** Whose browser it belongs to. */
  readonly visitor: string;
  readonly code: string;
  /** What the program says it is; undefined where only its PIN says so. */
  readonly product: string | undefined;
  readonly device: string | undefined;
  /** Where people are sent afterwards; undefined when they stay. */
  readonly onward: string | undefined;
  /** What came of it; a key that is another's makes a yes impossible. */
  readonly answer?: 'allowed' | 'refused' | 'impossible' | undefined;
  readonly problem?: SignInProblem | undefined;
  /** What was typed as a login, when that failed or a two-factor code is wanted still: the password is not kept. */
  readonly login?: string | undefined;
}

/** Whether only a two-factor code is missing: the password was right. */
export function wantsCode({ problem }: Attempt): boolean {
  return problem === 'code-needed' || problem === 'code-wrong';
}

/** The sign-ins begun of late. */
export interface Attempts {
  add(attempt: Attempt): void;
  find(id: string): Attempt | undefined;
  change(id: string, changes: Partial<Omit<Attempt, 'id'>>): void;
  /** Has those whose login it is begin again who only had a code to type in still. */
  forgetPasswords(isTheirs: (login: string) => boolean): void;
  clear(): void;
}

/** How many are remembered: there is no end of those that are given up. */
const REMEMBERED = 1_000;

/** None yet; what was begun in a browser must not outlive the process, so they are kept in memory. */
export function createAttempts(): Attempts {
  const attempts = new Map<string, Attempt>();
  return {
    add(attempt) {
      attempts.set(attempt.id, attempt);
      const [oldest] = attempts.keys();
      if (attempts.size > REMEMBERED && oldest !== undefined) attempts.delete(oldest);
    },
    find: (id) => attempts.get(id),
    change(id, changes) {
      const attempt = attempts.get(id);
      if (attempt !== undefined) attempts.set(id, { ...attempt, ...changes });
    },
    forgetPasswords(isTheirs) {
      for (const [id, attempt] of attempts) {
        const isMeant = wantsCode(attempt) && isTheirs(attempt.login ?? '');
        if (isMeant) attempts.set(id, { ...attempt, problem: undefined, login: undefined });
      }
    },
    clear: () => attempts.clear(),
  };
}
