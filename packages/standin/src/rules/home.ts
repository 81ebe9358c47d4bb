/** What the rules must know of somebody who may be in a Home. */
export interface HomePerson {
  readonly id: number;
  readonly uuid: string;
  /** Null for who is in no Home. */
  readonly home: 'admin' | 'adult' | 'managed' | null;
  /** The Home PIN, four digits. */
  readonly pin: string | null;
}

/** Whom somebody wants to switch to, and what they show for it. */
export interface SwitchWish {
  /** A uuid, or a number. */
  readonly member: string;
  /** Undefined when none was sent. */
  readonly pin: string | undefined;
}

/** What comes of a switch. */
export type SwitchVerdict<P> =
  | { readonly accepted: true; readonly person: P }
  | { readonly accepted: false; readonly status: 403; readonly code: 1041 }
  | { readonly accepted: false; readonly status: 404; readonly code: 1002 };

/**
 * Who is in the Home of somebody who asks; who is in none is alone.
 *
 * @rule home.alone
 */
export function membersOf<P extends HomePerson>(caller: P, everybody: readonly P[]): readonly P[] {
  return caller.home === null ? [caller] : everybody.filter(({ home }) => home !== null);
}

/**
 * Decides a switch among the people of one Home.
 *
 * @rule home.switch-by-id
 * @rule home.members-only
 * @rule home.pin-wanted
 * @rule home.pin-unasked
 */
export function judgeSwitch<P extends HomePerson>(
  members: readonly P[],
  { member, pin }: SwitchWish,
): SwitchVerdict<P> {
  const person = members.find(({ uuid }) => uuid === member) ?? members.find(({ id }) => String(id) === member);
  if (person === undefined) return { accepted: false, status: 404, code: 1002 };
  if (person.pin !== null && person.pin !== pin) return { accepted: false, status: 403, code: 1041 };
  return { accepted: true, person };
}
