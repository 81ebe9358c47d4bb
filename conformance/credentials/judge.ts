import { errors } from '@ticketstub/sdk';
import type { OwnDeed } from './deeds.js';
import { WITNESS } from './house.js';
import { INSTALLATION, type HeldNow, type Process, type Scene } from './scene.js';

const MINUTE = 60_000;

/** What the program did that it must not. */
export class Violation extends Error {
  override readonly name: string = 'Violation';
}

/** What is asked for, of whom, where. */
export type Ask = Extract<OwnDeed, { do: 'ask' }>;

/** What plex.tv being away is seen as. */
const AWAY: ReadonlySet<string> = new Set([
  'CONNECTION_FAILED',
  'SERVER_ERROR',
  'RATE_LIMITED',
  'TIMEOUT',
  'UNEXPECTED_STATUS',
]);

/** What may be true, at one moment or another, while others do something too. */
const POSSIBLE: ReadonlySet<string> = new Set([
  ...AWAY,
  'SIGN_IN_AGAIN',
  'CREDENTIAL_MISSING',
  'UNAUTHORIZED',
  'HOME_PIN_REQUIRED',
  'HOME_PIN_INVALID',
  'NO_TOKEN',
]);

/** Those whom a switch of the Home leads to, and their PINs. */
const PINS: Readonly<Record<string, string | undefined>> = { alice: '1379', bruno: undefined, carla: '2468' };

/** The PIN that an ask is given. */
export function pinOf({ who, as = who, pin }: Ask): string | undefined {
  return pin === 'right' ? (PINS[as] ?? '1111') : pin === 'wrong' ? '0000' : undefined;
}

/** @throws Violation when something was sent that never may be, whatever became of it. */
export function judgeTraffic(scene: Scene, kinds: Map<string, { kind: string; person: string | null }>): void {
  const requests = scene.house.standIn.control.requests();
  for (const { number, host, operation, token, clientIdentifier } of requests) {
    if (number <= scene.judged) continue;
    scene.judged = number;
    if (operation === 'registerKey') throw new Violation('registered a key on a device that is in use');
    // What a token was is known of one that has died since, too.
    if (token && token.kind !== 'unknown') kinds.set(token.fingerprint, token);
    if (clientIdentifier === WITNESS || host === 'plex.tv' || token === null) continue;
    const { kind, person } = kinds.get(token.fingerprint) ?? token;
    if (kind === 'jwt') {
      if (!scene.trials.has(`${person} ${host}`)) throw new Violation(`sent a JWT to ${host} unasked`);
      if (!scene.house.acceptsJwt && !scene.probing) throw new Violation(`sent a JWT to ${host}, which takes none`);
    }
    if (['jwt', 'account', 'home'].includes(kind) && person !== 'alice')
      throw new Violation(`sent what opens ${person}’s account to ${host}, which is alice’s`);
  }
}

/** @throws Violation when a key was shown with a PIN under a client identifier whose opaque token it would end. */
export function judgeKeyPins(scene: Scene, before: ReadonlyMap<string, readonly HeldNow[]>): void {
  const opaque = [...before.values()].flat().filter(({ kind }) => kind !== 'device-key');
  const live = new Set(opaque.map(({ clientID }) => clientID));
  for (const clientID of scene.keyPins.splice(0)) {
    if (clientID === undefined || clientID === INSTALLATION || live.has(clientID))
      throw new Violation(`would link a key with ${clientID}, which has an opaque token`);
  }
}

/** @throws Violation when somebody whose token worked has none left that does. */
export function judgeLoss(
  before: ReadonlyMap<string, readonly HeldNow[]>,
  after: ReadonlyMap<string, readonly HeldNow[]>,
): void {
  for (const [name, held] of before) {
    if (after.has(name)) continue;
    const [holder, person] = name.split(' ');
    throw new Violation(
      `${holder} has lost the last of what worked for ${person}: ${held.map(({ kind }) => kind).join(', ')}`,
    );
  }
}

/** @throws Violation when somebody was told to sign in again without need, or twice. */
export async function judgePrompts(scene: Scene): Promise<void> {
  for (const name of scene.newPrompts.splice(0)) {
    if ((scene.prompts.get(name) ?? 0) > 1) throw new Violation(`${name} was told twice to sign in again`);
    if ((await scene.working(true)).has(`${name} ${name}`))
      throw new Violation(`${name} was told to sign in, and need not`);
    scene.count('prompt');
  }
}

/** What a call was rejected with, as a word for the tally. @throws Violation when it is none of ours, or not true. */
export async function judgeRejection(scene: Scene, deed: OwnDeed, error: unknown): Promise<string> {
  if (!(error instanceof errors.TicketstubError))
    throw new Violation(`${deed.do} was rejected with ${String(error)}`, { cause: error });
  const { code } = error;
  const reason = error instanceof errors.NoTokenError ? error.reason : undefined;
  const words = reason === undefined ? code : `${code} ${reason}`;
  if (scene.isCrowded && POSSIBLE.has(code)) return words;
  if (!(await isTrue(scene, { deed, code, reason }))) throw new Violation(`it is not true: ${words}`, { cause: error });
  return words;
}

interface Rejection {
  readonly deed: OwnDeed;
  readonly code: string;
  readonly reason: errors.NoTokenReason | undefined;
}

async function isTrue(scene: Scene, { deed, code, reason }: Rejection): Promise<boolean> {
  if (AWAY.has(code)) return scene.isAway;
  if (!('who' in deed)) return false;
  const { who } = deed;
  const stored = async (part: string): Promise<object | undefined> =>
    (await scene.store.read(`${who}/${part}`))?.credential;
  const isLeft = async (part: string): Promise<boolean> => {
    const credential = await stored(part);
    return credential !== undefined && Reflect.get(credential, 'endedAt') === undefined;
  };
  switch (code) {
    case 'SIGN_IN_AGAIN':
      return !(await scene.working(true)).has(`${who} ${who}`) && (scene.isAway || scene.prompts.get(who) === 1);
    case 'CREDENTIAL_MISSING':
      return (await stored('account')) === undefined && (await stored('key')) === undefined;
    case 'UNAUTHORIZED':
      // A client that was given another token within a minute has to bear the second refusal, and the first while nobody can
      // say whether there is another.
      return scene.isShaken || scene.isAway || (deed.do === 'add key' && !(await isLeft('account')));
    case 'HOME_PIN_REQUIRED':
    case 'HOME_PIN_INVALID':
      return deed.do === 'ask' && ((await isPinTrue(scene, deed, code)) || scene.isBehind(deed.by, who));
    case 'NO_TOKEN':
      if (reason === 'no-opaque-token') return deed.do === 'add key' && !(await isLeft('account'));
      if (reason === 'no-key') return deed.do === 'try JWT' && (!(await isLeft('key')) || scene.isBehind(deed.by, who));
      if (reason === 'not-owned') return deed.do === 'try JWT' && who !== 'alice';
      return deed.do === 'ask' && isNoTokenTrue(scene, deed, reason);
    default:
      return false;
  }
}

function isNoTokenTrue(
  scene: Scene,
  { who, by, as = who, server }: Ask,
  reason: errors.NoTokenReason | undefined,
): boolean {
  if (reason === 'not-in-home') return !(as in PINS) || !(who in PINS);
  if (reason === 'unsettled') return scene.isAway;
  if (server === undefined) return false;
  if (reason === 'not-shared') return !scene.isAdmitted(as, server);
  return reason === 'refused' && reportedAt(scene, by, server).length > 0;
}

/** Tokens that were reported within a minute to be refused at a place. */
export function reportedAt(scene: Scene, by: number, place: string): string[] {
  const { reported } = processOf(scene, by);
  const now = scene.house.standIn.clock.now();
  return [...reported].flatMap(([name, at]) => {
    const [where, token = ''] = name.split(' ');
    return where === place && now - at < MINUTE ? [token] : [];
  });
}

/** One of the two. */
export function processOf(scene: Scene, by: number): Process {
  return scene.processes[by === 0 ? 0 : 1];
}

/** Whether somebody has a PIN that was not given, or not right, and nothing of theirs works without. */
async function isPinTrue(scene: Scene, deed: Ask, code: string): Promise<boolean> {
  const { who, as = who, server } = deed;
  const pin = pinOf(deed);
  if (PINS[as] === undefined || pin === PINS[as] || (pin === undefined) !== (code === 'HOME_PIN_REQUIRED'))
    return false;
  const left = (await scene.working()).get(`${who} ${as}`) ?? [];
  if (server === undefined) return left.length === 0;
  const reported = reportedAt(scene, deed.by, server);
  for (const { kind, token } of left) {
    if (kind !== 'device-key' && !reported.includes(token) && (await scene.house.opens(token, server))) return false;
  }
  return true;
}
