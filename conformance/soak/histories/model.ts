import type { CastName } from '@ticketstub/standin';
import { type Device, type DeviceModel, type Issued, sayTheSame } from './device-model.js';
import type { Certainty, Span } from './span.js';
import { type Member, type ServerName, serverNames } from './household.js';

/** A token that was seen, dead or alive. */
export interface Known {
  readonly text: string;
  readonly kind: 'account' | 'home' | 'jwt' | 'server' | 'transient' | 'source';
  readonly owner: CastName;
  /** The client identifier an account token was made under. */
  readonly client: string;
  /** The server that a server, transient or source token opens; for a provider's token there is none. */
  readonly server: ServerName | undefined;
  /** The server that made a transient or source token. */
  readonly issuer?: ServerName | undefined;
  /** What is known of a JWT alone. */
  readonly issued?: Issued;
  readonly made: Span;
  ended: boolean;
}

/** A token that a server made for whoever showed it another. */
export interface Delegation {
  readonly kind: 'transient' | 'source';
  readonly issuer: ServerName;
  /** The server it opens; a provider's token opens none. */
  readonly opens: ServerName | undefined;
  readonly now: Span;
}

const LIFETIME = 48 * 3_600_000;

/**
 * The tokens and shares of the cast, by `spec/ledger.yaml` alone: which tokens are alive, and where. It is no part of
 * the stand-in and imports nothing of it, so that a rule misread on one side shows as a disagreement.
 */
export class TokenModel {
  members: readonly Member[];
  /** In the order in which they were seen. */
  readonly known: Known[] = [];
  readonly #shares = new Set<string>();
  readonly #devices: DeviceModel;

  constructor(members: readonly Member[], devices: DeviceModel, now: Span) {
    this.#devices = devices;
    this.members = members;
    this.begin(now);
  }

  /** The state of the seed; every token that is none of the seed's is dead. */
  begin(now: Span): void {
    for (const token of this.known) token.ended = true;
    this.#shares.clear();
    for (const { name, first, serverTokens, owns } of this.members) {
      this.#revive({ text: first.token, kind: first.kind, owner: name, client: first.client, server: undefined }, now);
      for (const [server, text] of serverTokens) {
        if (owns.includes(server)) continue;
        this.#shares.add(`${name} at ${server}`);
        this.#revive({ text, kind: 'server', owner: name, client: '', server }, now);
      }
    }
  }

  /**
   * The process ended and another began on the same file: what was alive still is, and everybody is handed a token that
   * is alive, a fresh one where the first is dead. A server token that is handed out opens what is shared at present.
   * What is wrong about those that were handed out, a line for each.
   */
  begunAgain(members: readonly Member[], now: Span): string[] {
    this.members = members;
    return members.flatMap(({ name, first: { token: text, kind, client }, serverTokens, owns }) => [
      ...this.#heldOrNew({ text, kind, owner: name, client, server: undefined }, now),
      ...[...serverTokens].flatMap(([server, shared]) => {
        if (owns.includes(server)) return [];
        const lines = this.#heldOrNew({ text: shared, kind: 'server', owner: name, client: '', server }, now);
        const token = this.known.find((one) => one.text === shared);
        if (token !== undefined) token.ended = !this.isShared(name, server);
        return lines;
      }),
    ]);
  }

  /** The member of that name. */
  member(name: CastName): Member {
    const member = this.members.find((one) => one.name === name);
    if (member === undefined) throw new RangeError(`nobody is called ${name}`);
    return member;
  }

  /** The token of that number, counted around; or the latest that is alive of somebody in the Home, or else the first of all. */
  pick(which: number | 'of the Home'): Known {
    const ofHome = (token: Known): boolean => isOpaque(token) && !token.ended && this.member(token.owner).inHome;
    const token =
      which === 'of the Home' ? (this.known.findLast(ofHome) ?? this.known[0]) : this.known[which % this.known.length];
    if (token === undefined) throw new RangeError('no token is known');
    return token;
  }

  /** What plex.tv may say of a token [token.plex-tv-wants-account-token, jwt.opens-plex-tv]. */
  wordsAtPlexTv(token: Known, now: Span): string[] {
    if (token.issued !== undefined) return this.#devices.words(token.issued, token, now);
    return isOpaque(token) && !token.ended ? ['200'] : ['401 1001'];
  }

  /** Whether a media server accepts a token. */
  opens(token: Known, server: ServerName, now: Span): Certainty {
    if (token.ended || !this.#reaches(token.owner, server)) return 'no';
    switch (token.kind) {
      // [token.owner-is-admin, token.account-of-another-refused]
      case 'account':
        return this.isAdmin(token, server) ? 'yes' : 'no';
      // [token.home-member]
      case 'home':
        return 'yes';
      // [token.jwt-refused]
      case 'jwt':
        return 'no';
      // [token.server-access]
      case 'server':
        return token.server === server ? 'yes' : 'no';
      // [transient.maker-access, source.token-for-source, access.ends-with-share]
      case 'transient':
      case 'source':
        return token.server === server ? lives(token, now) : 'no';
    }
  }

  /** Whether a token, where it is accepted, is an administrator's. */
  isAdmin({ owner }: Known, server: ServerName): boolean {
    return this.member(owner).owns.includes(server);
  }

  /** Whether somebody reaches a server, as its owner or by a share. */
  #reaches(name: CastName, server: ServerName): boolean {
    return this.member(name).owns.includes(server) || this.isShared(name, server);
  }

  /** Whether a server is shared with somebody at present. */
  isShared(name: CastName, server: ServerName): boolean {
    return this.#shares.has(`${name} at ${server}`);
  }

  /** A sign-in made a token; the one before it under that client is dead [token.one-per-client, token.sign-in-rotates]. */
  signedIn(text: string, { owner, client, now }: { owner: CastName; client: string; now: Span }): string[] {
    this.opaqueEnded({ owner, client });
    return this.#made({ text, kind: 'account', owner, client, server: undefined }, now);
  }

  /** A switch within the Home made a token [home.switch-token, home.switch-rotates]. */
  switched(text: string, { owner, client, now }: { owner: CastName; client: string; now: Span }): string[] {
    this.opaqueEnded({ owner, client });
    return this.#made({ text, kind: 'home', owner, client, server: undefined }, now);
  }

  /** A device was given a JWT; it ends no other [jwt.several-live]. */
  issued(text: string, { device, issued, now }: { device: Device; issued: Issued; now: Span }): string[] {
    const { owner, client } = device;
    return this.#made({ text, kind: 'jwt', owner, client, server: undefined, issued }, now);
  }

  /** Whether a device has an opaque token that is alive. */
  hasOpaque({ owner, client }: Device): boolean {
    const isOf = (token: Known): boolean => token.owner === owner && token.client === client;
    return this.known.some(
      (token) => isOf(token) && !token.ended && (token.kind === 'account' || token.kind === 'home'),
    );
  }

  /** The opaque token of a device is dead [jwt.first-ends-opaque, device.removal-ends-keys]. */
  opaqueEnded(device: Device): void {
    this.#end((token) => isOpaque(token) && token.owner === device.owner && token.client === device.client);
  }

  /** A server made a transient token, or one for a source [transient.maker-access]. */
  delegated(text: string, maker: Known, made: Delegation): string[] {
    const { kind, issuer, opens } = made;
    return this.#made({ text, kind, owner: maker.owner, client: '', server: opens, issuer }, made.now);
  }

  /** The transient tokens of a server, those it made and those that open it, are gone [transient.restart]. */
  restarted(name: ServerName): void {
    this.#end(
      ({ kind, issuer, server }) => (kind === 'transient' || kind === 'source') && (issuer === name || server === name),
    );
  }

  /** Account, Home and server tokens are dead, transient ones are not [token.breach-ends-all]. */
  breached(name: CastName | 'everybody'): void {
    this.#end(
      ({ kind, owner }) => kind !== 'transient' && kind !== 'source' && (name === 'everybody' || owner === name),
    );
  }

  /** A server is shared with somebody no more [access.ends-with-share]. */
  removed(name: CastName, server: ServerName): void {
    this.#shares.delete(`${name} at ${server}`);
    this.#end((token) => token.kind === 'server' && token.owner === name && token.server === server);
  }

  #end(which: (token: Known) => boolean): void {
    for (const token of this.known) if (which(token)) token.ended = true;
  }

  /** A token that was made for somebody: nobody has seen it before, unless it is a JWT that says the same. */
  #made(token: Handed, made: Span): string[] {
    const seen = this.known.find(({ text }) => text === token.text);
    this.#revive(token, made);
    const [one, other] = [seen?.issued, token.issued];
    const isRepeated = seen && one && other && sayTheSame({ ...seen, issued: one }, { ...token, issued: other, made });
    return seen === undefined || isRepeated === true ? [] : [`${tokenOf(token)} is no new one, but ${tokenOf(seen)}`];
  }

  /** A token that is handed out when a process begins: the one that lives, or else one that nobody has seen before. */
  #heldOrNew(token: Handed, now: Span): string[] {
    const { owner, client, server } = token;
    const like = (one: Known): boolean => (server === undefined ? isOpaque(one) : one.kind === 'server');
    const held = this.known.find(
      (one) => !one.ended && like(one) && one.owner === owner && one.client === client && one.server === server,
    );
    if (held?.text === token.text) return [];
    if (held === undefined) return this.#made(token, now);
    return [`${tokenOf(token)} is handed out in place of the one that lives`];
  }

  #revive(token: Handed, made: Span): void {
    const at = this.known.findIndex(({ text }) => text === token.text);
    const alive: Known = { ...token, made, ended: false };
    if (at < 0) this.known.push(alive);
    else this.known[at] = alive;
  }
}

/** A token as it is handed out. */
type Handed = Omit<Known, 'made' | 'ended'>;

/** Whether it is one that a sign-in or a switch gives. */
function isOpaque({ kind }: Known): boolean {
  return kind === 'account' || kind === 'home';
}

/** Whether a token made so long ago is still within its 48 hours [transient.lifetime]. */
function lives({ made }: Known, now: Span): Certainty {
  if (now.to - made.from < LIFETIME) return 'yes';
  return now.from - made.to >= LIFETIME ? 'no' : 'either';
}

/** A token in words that hold no secret. */
export function described(token: Known, index: number): string {
  return `token ${index}, ${tokenOf(token)}`;
}

function tokenOf({ kind, owner, client, server, ended }: Handed & { readonly ended?: boolean }): string {
  const under = client === '' ? '' : ` under ${client}`;
  const place = server === undefined ? '' : ` for ${server}`;
  return `${owner}'s ${kind} token${under}${place}${ended ? ', dead' : ''}`;
}

/** Every place a token may be shown. */
export const places: readonly ('plex.tv' | ServerName)[] = ['plex.tv', ...serverNames];
