import { FAILED, NOT_SIGNED_IN } from './exit-codes.js';
import { Failure, loginCommand } from './failure.js';
import { plain } from './output/human.js';
import type { Settings } from './settings.js';

/** What is known of a failure, whoever threw it. */
interface Told {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  /** The SDK's word for what was asked. */
  readonly operation: string;
  /** Seconds. */
  readonly retryAfter: number | undefined;
}

/** What happened, and what to do next. */
type Words = readonly [message: string, next: string];

/** What settings have to do with a failure: all, or none when they are what is wrong. */
type Known = Pick<Settings, 'profile' | 'plexURL' | 'token'>;

const NOBODY: Known = { profile: 'default', plexURL: undefined, token: undefined };

const WORDS: Readonly<Record<string, Words>> = {
  VERIFICATION_CODE_REQUIRED: ['this account has two-factor authentication', 'ticketstub login'],
  VERIFICATION_CODE_INVALID: ['the two-factor code is wrong, or its half minute is over', 'try the next code'],
  EMAIL_REQUIRED: ['this account signs in with its e-mail address', 'ticketstub login --with-password EMAIL'],
  ADDRESS_BLOCKED: [
    'Plex has blocked this network address after failed sign-ins',
    'sign in on a page: ticketstub login',
  ],
  HOME_PIN_REQUIRED: [
    'a device key gets a token for your own servers only with your Home PIN',
    'ticketstub login, which keeps an account token beside the key',
  ],
  STORE_DAMAGED: ['what is kept here is damaged', 'ticketstub logout, then ticketstub login'],
  STORE_KEY_MISSING: [
    'what is kept here was sealed with a key that is gone',
    'ticketstub logout, then ticketstub login',
  ],
  STORE_FAILED: ['the credentials cannot be read or written', 'look at the rights and the free space of the folder'],
};

/** What each operation finds nothing of. */
const NOT_FOUND: Readonly<Record<string, Words>> = {
  getSourceConnectionInformation: ['the server knows no such source, or is too old to be asked', 'ticketstub servers'],
  removeDevice: [
    'plex.tv does not sign that device out: a media server is signed out in its settings',
    'ticketstub devices list',
  ],
};

/** Operations that a media server answers; plex.tv answers all others. */
const OF_A_SERVER: ReadonlySet<string> = new Set([
  'getTransientToken',
  'getSourceConnectionInformation',
  'getIdentity',
]);

/** Any failure in words for whoever typed the command. */
export function failureOf(error: unknown, known: Known = NOBODY): Failure {
  if (error instanceof Failure) return error;
  const told = read(error);
  const [message, next] = wordsOf(told, known) ?? [plain(told.message), 'ticketstub doctor'];
  const isOver = told.code === 'SIGN_IN_AGAIN' || told.code === 'CREDENTIAL_MISSING';
  const exitCode = isOver || isGivenRefused(told, known) ? NOT_SIGNED_IN : FAILED;
  return new Failure({ code: told.code || 'FAILED', message, next, exitCode, cause: error });
}

function wordsOf(told: Told, { profile, plexURL, token }: Known): Words | undefined {
  const { code, operation, retryAfter } = told;
  const where = OF_A_SERVER.has(operation) ? 'the server' : 'plex.tv';
  switch (code) {
    case 'FORBIDDEN':
      return OF_A_SERVER.has(operation)
        ? ['the server does not let you: it may let only its owner', 'ticketstub servers']
        : ['plex.tv does not let you do that', 'ticketstub doctor'];
    case 'NOT_FOUND':
      return NOT_FOUND[operation];
    case 'UNAUTHORIZED':
      return refused(told, token !== undefined);
    case 'SIGN_IN_AGAIN':
      return ['this sign-in has ended: a new password, or the device was signed out', loginCommand(profile)];
    case 'CREDENTIAL_MISSING':
      return ['nobody is signed in', loginCommand(profile)];
    case 'NO_TOKEN':
      return ['no token that you have works there', 'ticketstub doctor'];
    case 'RATE_LIMITED':
      return [`${where} answered 429: too many requests`, `wait ${waitOf(retryAfter)}, then try again`];
    case 'CONNECTION_FAILED':
      return told.name === 'ServerUnreachableError'
        ? ['the server answers at none of its addresses', 'ticketstub servers']
        : [`${where}${plexURL === undefined ? '' : `, at ${plexURL},`} cannot be reached`, 'ticketstub doctor'];
    case 'TIMEOUT':
      return [`${where} did not answer in time`, 'try again, or ticketstub doctor'];
    case 'SERVER_ERROR':
      return [`${where} has a problem of its own`, 'try again in a few minutes: what is kept is as it was'];
    case 'INVALID_RESPONSE':
    case 'REDIRECTED':
      return [`what answered is not ${where}: a proxy, or the sign-in page of a network`, 'ticketstub doctor'];
    default:
      return isOfFolder(code)
        ? [plain(told.message), 'look at the rights and the free space there, or set TICKETSTUB_CONFIG_DIR']
        : WORDS[code];
  }
}

/** A 401 means something else to each that gives it. */
function refused({ operation }: Told, isGiven: boolean): Words {
  if (operation === 'postUsersSignInData')
    return ['the login or the password is wrong', 'try again, or sign in on a page: ticketstub login'];
  if (OF_A_SERVER.has(operation)) return ['the server does not take the token', 'ticketstub doctor'];
  if (isGiven) return ['plex.tv does not take PLEX_TOKEN', 'unset PLEX_TOKEN, or set it to a token that works'];
  return ['plex.tv does not take this token', 'ticketstub doctor'];
}

function isGivenRefused({ code, operation }: Told, { token }: Known): boolean {
  return (
    code === 'UNAUTHORIZED' && token !== undefined && !OF_A_SERVER.has(operation) && operation !== 'postUsersSignInData'
  );
}

function waitOf(retryAfter: number | undefined): string {
  return retryAfter === undefined ? 'a minute' : `${retryAfter} second${retryAfter === 1 ? '' : 's'}`;
}

/** The codes of Node's own for what files and folders refuse. */
const isOfFolder = (code: string): boolean => /^E[A-Z]{3,}$/.test(code);

function read(error: unknown): Told {
  const unknown: Told = {
    name: '',
    code: '',
    message: 'something failed without a word',
    operation: '',
    retryAfter: undefined,
  };
  if (!(error instanceof Error)) return unknown;
  const text = (name: string): string => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : '';
  };
  const retryAfter: unknown = Reflect.get(error, 'retryAfter');
  return {
    name: error.name,
    code: text('code'),
    message: error.message,
    operation: text('operation'),
    retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
  };
}
