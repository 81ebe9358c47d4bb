import { type PlexCore, settingsOf } from '../core.js';
import { fingerprint } from '../crypto/fingerprint.js';
import { getServerOffersOperation } from '../operations/get-resources.js';
import { getTokenDetailsOperation } from '../operations/get-token-details.js';
import type { CallOptions, Clock } from '../options.js';
import type { Settings } from '../settings.js';
import { send } from '../transport/send.js';
import type { Word } from '../wire/access-verdict.js';
import type { ServerOffers } from '../wire/server-offer.js';
import { type Asker, Inquiry, type Outcome } from './inquiry.js';

/** Tokens of which something is remembered at most. */
const MOST_TOKENS = 10_000;

/** What goes out in the name of a token. */
export interface TokenRequest {
  /** With the token in place of the client's own. */
  readonly settings: Settings;
  readonly options: CallOptions;
}

/** The servers of a person. */
interface Listing extends ServerOffers {
  /** What the last whole list said, when this one could not be read as a whole. */
  readonly before: Word | undefined;
}

/** What plex.tv has said of the person behind a token. */
export class TokenFile {
  readonly #token: string;
  readonly #listing: Inquiry<Listing>;
  readonly #account: Inquiry<number>;
  #fingerprint: string | undefined;

  constructor(token: string, clock: Clock) {
    this.#token = token;
    this.#listing = new Inquiry(clock);
    this.#account = new Inquiry(clock);
  }

  /** Names the token without telling it. */
  async fingerprint(): Promise<string> {
    this.#fingerprint ??= await fingerprint(this.#token);
    return this.#fingerprint;
  }

  /** The servers that the person may use. */
  async listing(request: TokenRequest, asker: Asker): Promise<Outcome<Word>> {
    const outcome = await this.#listing.ask(async () => {
      const { offers, whole } = await send(request.settings, getServerOffersOperation, {
        input: {},
        options: request.options,
      });
      return { offers, whole, before: whole ? undefined : this.#lastWhole() };
    }, asker);
    return outcome.state === 'answered' ? { ...outcome, value: this.#wordOf(outcome) } : outcome;
  }

  /** Finds out whose the token is, once: it never becomes another account's. That it is dead ages as other answers do. */
  async account({ settings, options }: TokenRequest, asker: Asker): Promise<Outcome<number>> {
    const outcome = await this.#account.ask(
      async () => {
        const { userPlexAccount } = await send(settings, getTokenDetailsOperation, { input: undefined, options });
        return userPlexAccount.id;
      },
      { ...asker, maxAge: this.#account.known?.state === 'dead' ? asker.maxAge : Infinity },
    );
    if (outcome.state === 'dead') this.#listing.overrule(outcome);
    return outcome;
  }

  /** What has been said so far, the newest first. */
  get words(): readonly Word[] {
    const { known } = this.#listing;
    if (!known) return [];
    if (known.state === 'dead') return [deadWord(known)];
    const { before } = known.value;
    const account = this.#account.known;
    // A list that was given since doesn't say whose the token is.
    return [
      this.#wordOf(known),
      ...(before ? [before] : []),
      ...(account?.state === 'dead' ? [deadWord(account)] : []),
    ];
  }

  #lastWhole(): Word | undefined {
    return this.words.find(({ absent }) => absent === 'all others');
  }

  #wordOf({ at, value }: { readonly at: number; readonly value: Listing }): Word {
    const { known } = this.#account;
    const accountId = known?.state === 'answered' ? known.value : undefined;
    return { seenAt: at, offers: value.offers, absent: value.whole ? 'all others' : [], accountId };
  }
}

/** That a token is dead says no to whatever was said before. */
function deadWord({ at }: { readonly at: number }): Word {
  return { seenAt: at, offers: [], absent: 'all others', accountId: undefined };
}

const memories = new WeakMap<object, Map<string, TokenFile>>();

/** The file of a token at one plex.tv, for a client and all that are the same but for their own token. */
export function tokenFileOf(
  core: PlexCore,
  { token, url, clock }: { token: string; url: string; clock: Clock },
): TokenFile {
  const { family = core } = settingsOf(core);
  const files = memories.get(family) ?? new Map<string, TokenFile>();
  memories.set(family, files);
  const key = `${url} ${token}`;
  const file = files.get(key) ?? new TokenFile(token, clock);
  files.delete(key);
  files.set(key, file);
  const [oldest] = files.keys();
  if (files.size > MOST_TOKENS && oldest !== undefined) files.delete(oldest);
  return file;
}
