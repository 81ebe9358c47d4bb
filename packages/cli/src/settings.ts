import type { Context } from './context.js';
import { usage } from './failure.js';

/** What may be said of every command, behind its name. */
export interface GlobalFlags {
  readonly profile?: string | undefined;
  readonly plexUrl?: string | undefined;
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** What the flags and the environment say together; a flag comes first. */
export interface Settings {
  readonly profile: string;
  /** Where plex.tv is, if it is not Plex's own: an origin. */
  readonly plexURL: string | undefined;
  readonly isJson: boolean;
  readonly isQuiet: boolean;
  /** Whether a terminal gets colours. */
  readonly mayColor: boolean;
  /** Whether a terminal can only print: nothing moves its cursor. */
  readonly isDumb: boolean;
  /** `PLEX_TOKEN`: it goes before whatever is stored. */
  readonly token: string | undefined;
}

/** @throws Failure with the exit code 2 for what is wrong. */
export function settingsOf(flags: GlobalFlags, { env }: Pick<Context, 'env'>): Settings {
  const profile = flags.profile ?? said(env['TICKETSTUB_PROFILE']) ?? 'default';
  if (!isProfileName(profile)) throw usage(PROFILE_NAMES, 'ticketstub --help');
  const isDumb = env['TERM'] === 'dumb';
  return {
    profile,
    plexURL: originOf(flags.plexUrl ?? said(env['PLEX_URL'])),
    isJson: flags.json === true,
    isQuiet: flags.quiet === true,
    // https://no-color.org: any value but an empty one.
    mayColor: flags.color !== false && !env['NO_COLOR'] && !isDumb,
    isDumb,
    token: said(env['PLEX_TOKEN']),
  };
}

/** What a profile may be called, in words. */
export const PROFILE_NAMES = 'a profile is called by 1 to 64 letters, digits, dots, dashes and underscores';

/** Whether a profile may be called so. */
export function isProfileName(name: string): boolean {
  return /^[\w.-]{1,64}$/.test(name);
}

/** What a variable says; an empty one says nothing. */
function said(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}

function originOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  const isOrigin = url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isOrigin || url.search !== '' || url.hash !== '' || url.pathname !== '/')
    throw usage('--plex-url, or PLEX_URL, takes an origin such as http://127.0.0.1:4000', 'ticketstub dev --help');
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw usage(
      'plex.tv elsewhere than on this machine must be at an https: address, for it is shown tokens',
      'ticketstub --help',
    );
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
}
