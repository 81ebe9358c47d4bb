import type { CastName } from '@ticketstub/standin';
import type { Certainty, Span } from './span.js';

/** A program on a device: an account under a client identifier. */
export interface Device {
  readonly owner: CastName;
  readonly client: string;
}

/** A key on file. */
interface FiledKey extends Device {
  /** Whether a JWT was given for it. */
  used: boolean;
}

/** What is known of a JWT of plex.tv besides whose it is. */
export interface Issued {
  /** The name of the device's key. */
  readonly kid: string;
  /** Which key of plex.tv has signed it. */
  readonly hand: number;
  /** The nonce that was exchanged for it; a PIN's JWT has none. */
  readonly nonce: string | undefined;
}

/** A JWT that was given, and when. */
interface Given extends Device {
  readonly issued: Issued;
  readonly made: Span;
}

/** A nonce that was fetched. */
export interface Nonce {
  readonly text: string;
  readonly client: string;
  readonly made: Span;
  used: boolean;
}

const MINUTE = 60_000;
const WEEK = 7 * 24 * 60 * MINUTE;

/** Device keys, nonces and the keys of plex.tv, by the rules of `spec/ledger.yaml` under "Device keys and JWTs". */
export class DeviceModel {
  readonly #filed = new Map<string, FiledKey>();
  #nonces: Nonce[] = [];
  #hands = [0];
  #drawn = 1;

  /** The state of the seed: no keys but the first of plex.tv itself. */
  begin(): void {
    this.#filed.clear();
    this.#nonces = [];
    this.#hands = [0];
  }

  /** Which key of plex.tv signs at present. */
  get hand(): number {
    return this.#hands.at(-1) ?? 0;
  }

  /** plex.tv has a new key [keys.several-listed]. */
  rotated(before: 'keep' | 'drop'): void {
    this.#hands = before === 'keep' ? [...this.#hands, this.#drawn] : [this.#drawn];
    this.#drawn += 1;
  }

  /** The key on file of that name. */
  filed(kid: string): Readonly<FiledKey> | undefined {
    return this.#filed.get(kid);
  }

  /** A key was put on file. */
  register(kid: string, { owner, client }: Device): void {
    this.#filed.set(kid, { owner, client, used: false });
  }

  /** Whether a program may make a PIN with a key, or have it linked [pin.jwk-thumbprint-taken]. */
  mayLink(kid: string, client: string): boolean {
    const filed = this.#filed.get(kid);
    return filed === undefined || filed.client === client;
  }

  /** A key is linked by a PIN: it is put on file, or goes over, or is there already [pin.jwk-links-key]. */
  linked(kid: string, device: Device): void {
    if (this.#filed.get(kid)?.owner !== device.owner) this.register(kid, device);
  }

  /** Whether a device was given a JWT by a key that is on file [jwt.no-opaque-again]. */
  hasHad({ owner, client }: Device): boolean {
    return [...this.#filed.values()].some((one) => one.used && one.owner === owner && one.client === client);
  }

  /** Whether a key of a device is on file. */
  hasKey({ owner, client }: Device): boolean {
    return [...this.#filed.values()].some((one) => one.owner === owner && one.client === client);
  }

  /** A JWT was given for a key. */
  gave(kid: string): void {
    const filed = this.#filed.get(kid);
    if (filed) filed.used = true;
  }

  /** A key is gone [jwt.sign-out]. */
  forget(kid: string): void {
    this.#filed.delete(kid);
  }

  /** The keys of a device are gone [device.removal-ends-keys]. */
  removed({ owner, client }: Device): void {
    this.#forgetWhere((key) => key.owner === owner && key.client === client);
  }

  /** The keys of somebody are gone, or of everybody [jwt.breach-ends-keys]. */
  breached(name: CastName | 'everybody'): void {
    this.#forgetWhere(({ owner }) => name === 'everybody' || owner === name);
  }

  /** A nonce was fetched. */
  fetched(nonce: Omit<Nonce, 'used'>): Nonce {
    const kept = { ...nonce, used: false };
    this.#nonces.push(kept);
    return kept;
  }

  /** The nonce of that number, counted around; undefined while there is none. */
  nonce(index: number): Nonce | undefined {
    return this.#nonces[index % Math.max(1, this.#nonces.length)];
  }

  /** What plex.tv may say of a JWT [jwt.expired-498, jwt.device-removed-401, jwt.forged-401]. */
  words({ kid, hand }: Issued, { owner, client, made }: Device & { readonly made: Span }, now: Span): string[] {
    if (!this.#hands.includes(hand)) return ['401 1001'];
    const filed = this.#filed.get(kid);
    const unexpired = filed?.owner === owner && filed.client === client ? '200' : '401 1001';
    const ended = isOver(made, now);
    return [...(ended === 'yes' ? [] : [unexpired]), ...(ended === 'no' ? [] : ['498'])];
  }

  #forgetWhere(which: (key: FiledKey) => boolean): void {
    for (const [kid, key] of this.#filed) if (which(key)) this.#filed.delete(kid);
  }
}

/** Whether a JWT made then has had its seven days, which begin with the second it was made in [jwt.seven-days]. */
function isOver(made: Span, now: Span): Certainty {
  const [first, last] = [made.from, made.to].map((at) => secondOf(at) * 1000 + WEEK);
  if (first !== undefined && now.to < first) return 'no';
  return last !== undefined && now.from >= last ? 'yes' : 'either';
}

/**
 * Whether two JWTs say the same, and so are one text: of one device, one key of plex.tv and one second, and without a nonce
 * [pin.jwk-exchange].
 */
export function sayTheSame(one: Given, other: Given): boolean {
  const [device, another] = [one, other].map(
    ({ owner, client, issued: { kid, hand } }) => `${owner} ${client} ${kid} ${hand}`,
  );
  const isOfOneSecond =
    secondOf(one.made.from) <= secondOf(other.made.to) && secondOf(other.made.from) <= secondOf(one.made.to);
  return device === another && isOfOneSecond && [one, other].every(({ issued }) => issued.nonce === undefined);
}

function secondOf(time: number): number {
  return Math.floor(time / 1000);
}

/** Whether a nonce works for a client [nonce.lifetime, nonce.single-use, nonce.belongs-to-client]. */
export function isNonceGood({ made, used, client }: Nonce, asker: string, now: Span): Certainty {
  if (used || client !== asker || now.from - made.to >= 5 * MINUTE) return 'no';
  return now.to - made.from < 5 * MINUTE ? 'yes' : 'either';
}
