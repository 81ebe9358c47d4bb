import type { CastName } from '@ticketstub/standin';
import { codeOf, stepAt } from './codes.js';
import type { Member } from './household.js';
import type { Span } from './span.js';

/** A sign-in as it is sent. */
export interface Attempt {
  readonly client: string;
  readonly login: string;
  readonly password: string;
  readonly verificationCode?: string | undefined;
}

interface Failure {
  readonly place: string;
  readonly at: Span;
}

/** What an attempt comes to, and who it signs in. */
export interface Judgement {
  readonly answer: string;
  readonly who?: CastName;
  /** The 30-second step of the code that was taken. */
  readonly step?: number;
}

const WINDOW = 10 * 60_000;
const LIMIT = 5;
const WRONG_PASSWORD: Judgement = { answer: '401 1001' };
const WRONG_CODE: Judgement = { answer: '401 1028' };
const BLOCKED: Judgement = { answer: '401 1031' };

/** Who may sign in, by the rules of `spec/ledger.yaml` under "Signing in". */
export class SignInModel {
  readonly #members: readonly Member[];
  readonly #addresses = new Map<string, string>();
  readonly #spent = new Map<CastName, number>();
  #failures: Failure[] = [];

  constructor(members: readonly Member[]) {
    this.#members = members;
  }

  /** Forgets everything. */
  begin(): void {
    this.#addresses.clear();
    this.#spent.clear();
    this.#failures = [];
  }

  /** A client is somewhere else. */
  moved(client: string, ip: string): void {
    this.#addresses.set(client, ip);
  }

  /** What an attempt may be answered: one judgement, or several where the moment within the span decides. */
  judge(attempt: Attempt, now: Span): Judgement[] {
    const place = this.#place(attempt);
    const failures = this.#failures.filter((failure) => failure.place === place);
    const surely = failures.filter(({ at }) => now.to - at.from < WINDOW).length;
    const perhaps = failures.filter(({ at }) => now.from - at.to <= WINDOW).length;
    if (surely >= LIMIT) return [BLOCKED];
    const credentials = [...new Set([now.from, now.to].map(stepAt))].map((step) => this.#credentials(attempt, step));
    return perhaps >= LIMIT ? [BLOCKED, ...credentials] : credentials;
  }

  /** Remembers what came of an attempt [sign-in.blocked-threshold, sign-in.code-once]. */
  happened(attempt: Attempt, { answer, who, step }: Judgement, now: Span): void {
    const place = this.#place(attempt);
    if (answer === '401 1001' || answer === '401 1028') this.#failures.push({ place, at: now });
    if (answer !== '201') return;
    this.#failures = this.#failures.filter((failure) => failure.place !== place);
    if (who !== undefined && step !== undefined) this.#spent.set(who, step);
  }

  #place({ client, login }: Attempt): string {
    return `${this.#addresses.get(client) ?? 'here'} ${login.toLowerCase()}`;
  }

  #credentials(attempt: Attempt, step: number): Judgement {
    const login = attempt.login.toLowerCase();
    const member = this.#members.find((one) => [one.email, one.username].some((name) => name.toLowerCase() === login));
    if (member === undefined || member.password === '') return WRONG_PASSWORD;
    const { password, code } = apart(attempt, member);
    if (password !== member.password) return WRONG_PASSWORD;
    if (member.emailOnly && login !== member.email.toLowerCase()) return { answer: '401 1030' };
    return member.totpSecret === undefined
      ? { answer: '201', who: member.name }
      : this.#code(code, { secret: member.totpSecret, name: member.name, step });
  }

  #code(code: string | undefined, at: { secret: string; name: CastName; step: number }): Judgement {
    if (code === undefined) return { answer: '401 1029' };
    const match = [at.step + 1, at.step, at.step - 1].find((step) => codeOf(at.secret, step) === code);
    if (match === undefined || match <= (this.#spent.get(at.name) ?? -1)) return WRONG_CODE;
    return { answer: '201', who: at.name, step: match };
  }
}

/** Password and code, apart: whoever has two-factor sign-in may append the six digits [sign-in.appended-code]. */
function apart({ password, verificationCode }: Attempt, member: Member): { password: string; code?: string } {
  if (verificationCode !== undefined) return { password, code: verificationCode };
  const appended = /^(.*)(\d{6})$/s.exec(password);
  const [, before = '', code = ''] = appended ?? [];
  return appended !== null && member.totpSecret !== undefined && before === member.password
    ? { password: before, code }
    : { password };
}
