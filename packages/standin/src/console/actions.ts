import type { Control } from '../control.js';
import type { CallerAddress } from '../db/addresses.js';
import type { Deps } from '../deps.js';
import { StandInError, mistaken } from '../stand-in-error.js';
import type { Fault } from '../memory/faults.js';
import { operationNames } from '../operations.js';

/** What a form says, by the names of its fields. */
export type Fields = (name: string) => string;

/** Something the console does through the control, and what is said when it is done. */
export interface Action {
  readonly act: (fields: Fields) => void;
  readonly done: string;
}

const HOUR = 3_600_000;
const SECOND = 1_000;

/** A number that was typed; undefined for an empty field, and NaN, which the control refuses, for what is none. */
function numberIn(text: string): number | undefined {
  return text.trim() === '' ? undefined : Number(text);
}

function faultIn(fields: Fields): Fault {
  const operation = operationNames.find((name) => name === fields('operation'));
  if (operation === undefined) {
    throw mistaken('INVALID_CONTROL', 'control.failNext', [
      { path: 'operation', message: 'there is no such operation' },
    ]);
  }
  const kind = fields('kind');
  const delay = numberIn(fields('delay'));
  const answers = kind === 'status' || kind === 'garbage';
  return {
    operation,
    status: answers ? numberIn(fields('status')) : undefined,
    delay: delay === undefined ? undefined : delay * SECOND,
    drop: kind === 'drop',
    garbage: kind === 'garbage',
    times: numberIn(fields('times')),
    retryAfter: answers ? numberIn(fields('retryAfter')) : undefined,
  };
}

function addressIn(fields: Fields): CallerAddress {
  return { ip: fields('ip').trim(), country: fields('country').trim().toUpperCase() };
}

/** The code of the PIN with this number; the page shows no long code whole, so it names PINs by their numbers. */
function codeOf({ db }: Deps, id: string): string {
  return db.pins.find(Number(id))?.code ?? '';
}

/** What is said when each is done. */
const SENTENCES = {
  'advance-clock': 'The clock was moved.',
  'fail-next': 'The fault waits for its request.',
  breach: 'The tokens are dead.',
  'restart-server': 'The server was restarted.',
  'remove-access': 'The server is no longer shared with them.',
  'remove-device': 'The device is off the list: its tokens are dead.',
  'rotate-signing-key': 'JWTs are signed with a fresh key.',
  'claim-pin': 'The PIN was claimed: its program has a token.',
  'set-address': 'The client is there from now on.',
  'set-browser-address': 'Whoever opens a page is there from now on.',
  reset: 'Everything is as it was at the start.',
} as const;

function actsOf(deps: Deps, control: Control): Record<keyof typeof SENTENCES, Action['act']> {
  return {
    'advance-clock': (fields) => control.advanceClock((numberIn(fields('hours')) ?? Number.NaN) * HOUR),
    'fail-next': (fields) => control.failNext(faultIn(fields)),
    breach: (fields) => control.breach(fields('person') || undefined),
    'restart-server': (fields) => control.restartServer(fields('server')),
    'remove-access': (fields) => control.removeAccess({ person: fields('person'), server: fields('server') }),
    'remove-device': (fields) =>
      control.removeDevice({ person: fields('person'), clientIdentifier: fields('clientIdentifier') }),
    'rotate-signing-key': (fields) => control.rotateSigningKey(fields('before') === 'drop' ? 'drop' : 'keep'),
    'claim-pin': (fields) => control.claimPin({ code: codeOf(deps, fields('pin')), person: fields('person') }),
    'set-address': (fields) => control.setAddress(fields('clientIdentifier'), addressIn(fields)),
    'set-browser-address': (fields) => control.setBrowserAddress(addressIn(fields)),
    reset: () => control.reset(),
  };
}

/** What the console does, by the last part of its address. */
export function consoleActions(deps: Deps, control: Control): ReadonlyMap<string, Action> {
  const acts = new Map(Object.entries(actsOf(deps, control)));
  const actions = Object.entries(SENTENCES).flatMap(([name, done]): [string, Action][] => {
    const act = acts.get(name);
    return act === undefined ? [] : [[name, { act, done }]];
  });
  return new Map(actions);
}

/** What is said of an action that failed. */
export function complaint(error: StandInError): string {
  const { message, mistakes } = error;
  return mistakes.length === 0 ? message : mistakes.map(({ path, message: what }) => `${path}: ${what}`).join('; ');
}
