import { StandInError } from '@ticketstub/standin';
import { type Flaw, type Pair, deviceJwt } from './device-jwts.js';
import { type Device, isNonceGood, type Issued, type Nonce } from './device-model.js';
import { isFresh } from './pin-model.js';
import { count, type Play, told } from './scene.js';
import type { Span } from './span.js';
import { at } from './stage.js';
import type { Step } from './step.js';

type Of<Deed extends Step['do']> = Extract<Step, { do: Deed }>;

/** The key pair of that number, counted around. */
export function pairOf({ pairs }: Play, index: number): Pair {
  const pair = pairs[index % pairs.length];
  if (pair === undefined) throw new RangeError('there is no key pair');
  return pair;
}

/** Somebody registers a key with a token [jwk.created-201, jwk.device-of-token, jwk.repeated, jwk.thumbprint-taken]. */
export async function registerKey(play: Play, step: Of<'register key'>): Promise<string[]> {
  const { stage, tokens, devices } = play;
  const token = tokens.pick(step.token);
  const { kid, jwk } = pairOf(play, step.key);
  const answer = await stage.ask('plex.tv', '/api/v2/auth/jwk', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Plex-Client-Identifier': `history-client-${step.client}` },
    body: JSON.stringify({ jwk }),
    token: token.text,
  });
  const inside = devices.filed(kid) === undefined ? '201' : '422 1014';
  const expected = tokens.wordsAtPlexTv(token, answer.at).map((word) => (word === '200' ? inside : word));
  count(play.tally, `${step.do} ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('the registration of a key', answer, expected)];
  if (answer.word === '201') devices.register(kid, { owner: token.owner, client: token.client });
  return [];
}

/** Somebody fetches a nonce. */
export async function getNonce({ stage, devices }: Play, client: string): Promise<Nonce | string[]> {
  const headers = { 'X-Plex-Client-Identifier': client };
  const answer = await stage.ask('plex.tv', '/api/v2/auth/nonce', { headers });
  const text = at(answer.body, 'nonce');
  if (answer.word !== '200' || typeof text !== 'string') return [told('a call for a nonce', answer, ['200'])];
  return devices.fetched({ text, client, made: answer.at });
}

/** A device asks for a JWT, with a nonce of its own or one that has been seen [token-exchange.*, device-jwt.*]. */
export async function issueToken(play: Play, step: Of<'issue token'>): Promise<string[]> {
  const { stage, devices } = play;
  const pair = pairOf(play, step.key);
  const client = devices.filed(pair.kid)?.client ?? 'history-client-0';
  const seen = step.nonce === 'fresh' ? undefined : devices.nonce(step.nonce);
  const nonce = seen ?? (await getNonce(play, client));
  if (Array.isArray(nonce)) return nonce;
  const jwt = deviceJwt(pair, { client, nonce: nonce.text, now: stage.now() }, step.flaw);
  const answer = await stage.ask('plex.tv', '/api/v2/auth/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Plex-Client-Identifier': client },
    body: JSON.stringify({ jwt }),
  });
  const good = isNonceGood(nonce, client, answer.at);
  const inside = [...(good === 'no' ? [] : ['200']), ...(good === 'yes' ? [] : ['422 1008'])];
  const refusal = refusalOf(step.flaw, devices.filed(pair.kid) !== undefined);
  const expected = refusal === undefined ? inside : [refusal];
  count(play.tally, `${step.do} ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('an exchange of a device JWT', answer, expected)];
  if (answer.word !== '200') return [];
  nonce.used = true;
  return given(play, { kid: pair.kid, nonce: nonce.text }, { text: at(answer.body, 'auth_token'), now: answer.at });
}

/** What a JWT of a device is refused with, whatever its nonce; undefined when nothing is wrong with it. */
function refusalOf(flaw: Flaw, isOnFile: boolean): string | undefined {
  if (flaw === 'no key') return '422 1008';
  if (!isOnFile || flaw === 'unheard-of key') return '422 1097';
  const words = { none: undefined, forged: '422 1008', expired: '498', 'another client': '422 1097' };
  return words[flaw];
}

/** A JWT was given: it is known from now on, and the first ends the opaque token of its device [jwt.first-ends-opaque]. */
function given(
  { tokens, devices, tally }: Play,
  { kid, nonce }: Omit<Issued, 'hand'>,
  { text, now }: { text: unknown; now: Span },
): string[] {
  const device = devices.filed(kid);
  if (typeof text !== 'string' || device === undefined) return ['a JWT was given that is none'];
  if (!devices.hasHad(device)) tokens.opaqueEnded(device);
  else if (nonce !== undefined) count(tally, 'renew JWT');
  devices.gave(kid);
  return tokens.issued(text, { device, issued: { kid, nonce, hand: devices.hand }, now });
}

/** A device shows a PIN its key [pin.jwk-exchange, pin.device-jwt-refused]. */
export async function showKey(play: Play, step: Of<'show key'>): Promise<string[]> {
  const { stage, pins, devices } = play;
  const pin = pins.pick(step.pin);
  if (pin === undefined) return [];
  const pair = pairOf(play, step.key);
  const jwt = deviceJwt(pair, { client: pin.client, now: stage.now() }, step.flaw);
  const path = `/api/v2/pins/${pin.id}?deviceJWT=${jwt}`;
  const answer = await stage.ask('plex.tv', path, { headers: { 'X-Plex-Client-Identifier': pin.client } });
  const filed = devices.filed(pair.kid);
  const isLinked = filed !== undefined && filed.owner === pin.claimedBy && filed.client === pin.client;
  const refusal = refusalOf(step.flaw, pin.kid === pair.kid);
  const inside = refusal ?? (pin.claimedBy === undefined || isLinked ? '200' : '422 1097');
  const fresh = isFresh(pin, answer.at);
  const expected = [...(fresh === 'no' ? [] : [inside]), ...(fresh === 'yes' ? [] : ['404 1020'])];
  count(play.tally, `${step.do} ${answer.word}`);
  if (!expected.includes(answer.word)) return [told('a PIN that is shown a key', answer, expected)];
  if (answer.word !== '200') return [];
  const text = at(answer.body, 'authToken');
  if (pin.claimedBy === undefined) return text === null ? [] : ['a PIN that nobody has claimed carries a JWT'];
  return given(play, { kid: pair.kid, nonce: undefined }, { text, now: answer.at });
}

/** Whether the stand-in had a device on the list of somebody, to take it off. */
function takenOff({ stage }: Play, { owner, client }: Device): boolean {
  try {
    stage.standIn.control.removeDevice({ person: owner, clientIdentifier: client });
    return true;
  } catch (error) {
    if (error instanceof StandInError && error.code === 'INVALID_CONTROL') return false;
    throw error;
  }
}

/** Somebody takes a device off their list, on which is all that has a token or a key [device.removal-ends-keys]. */
export function removeDevice(play: Play, { person, client }: Of<'remove device'>): string[] {
  const { tokens, devices } = play;
  const own = tokens.member(person).first.client;
  const device = { owner: person, client: client === 'own' ? own : `history-client-${client}` };
  const isListed = tokens.hasOpaque(device) || devices.hasKey(device);
  if (!takenOff(play, device)) return isListed ? [`a device of ${person} that is signed in is not on the list`] : [];
  count(play.tally, 'remove device');
  devices.removed(device);
  tokens.opaqueEnded(device);
  return [];
}
