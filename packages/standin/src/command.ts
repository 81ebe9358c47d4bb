import { once } from 'node:events';
import { createRequire } from 'node:module';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { type StandIn, StandInError, type StandInOptions, startStandIn } from './index.js';

/** The terminal, as far as the command needs one. */
export interface Terminal {
  print(text: string): void;
  complain(text: string): void;
  /** Aborted when the stand-in is to end. */
  readonly stop: AbortSignal;
}

const USAGE = `Usage: ticketstub-standin [options]

Starts a local stand-in for Plex: plex.tv and two media servers, with invented people. No account, no network.

  --port N                     port of plex.tv, the media servers take those after it (any free ports)
  --database FILE              SQLite file to keep everything in (in memory)
  --seed FILE                  JSON file with the people and servers to begin with (a built-in cast)
  --errors observed|documented how media servers word refusals (observed)
  --rate-limits                answer 429 to who asks too often
  --accept-jwt                 let media servers accept JWTs of plex.tv
  --control                    answer /_standin, to steer the stand-in from any language, and show
                               /console, to watch and steer it in a browser
  --strict-client-identifier   let /user insist on X-Plex-Client-Identifier
  --opener-policy same-origin|unsafe-none
                               whether the sign-in page is cut off from what opened it (same-origin)
  --security-alert by-address|always|never
                               when the sign-in page warns of another address (by-address)
  --claim-delay MS             from a yes on the sign-in page until the PIN shows it (0)
  --help, --version

Not affiliated with or endorsed by Plex.
`;

const flags = {
  port: { type: 'string' },
  database: { type: 'string' },
  seed: { type: 'string' },
  errors: { type: 'string' },
  'rate-limits': { type: 'boolean' },
  'accept-jwt': { type: 'boolean' },
  control: { type: 'boolean' },
  'strict-client-identifier': { type: 'boolean' },
  'opener-policy': { type: 'string' },
  'security-alert': { type: 'string' },
  'claim-delay': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const optionsSchema = z.object({
  port: z
    .string()
    .regex(/^\d+$/, 'expected a port number')
    .transform(Number)
    .refine((port) => port <= 65_535, 'expected a port number, 65535 at most')
    .optional(),
  errors: z.enum(['observed', 'documented']).optional(),
  'opener-policy': z.enum(['same-origin', 'unsafe-none']).optional(),
  'security-alert': z.enum(['by-address', 'always', 'never']).optional(),
  'claim-delay': z
    .string()
    .regex(/^\d{1,13}$/, 'expected milliseconds')
    .transform(Number)
    .optional(),
});

const manifestSchema = z.object({ version: z.string() });

type Flags = ReturnType<typeof parseArgs<{ options: typeof flags; strict: true }>>['values'];

function version(): string {
  const manifest: unknown = createRequire(import.meta.url)('../package.json');
  return manifestSchema.parse(manifest).version;
}

function readFlags(args: readonly string[]): Flags {
  return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
}

/** The switches of the sign-in page. */
function pageOptionsOf(read: z.output<typeof optionsSchema>): StandInOptions {
  const { 'opener-policy': openerPolicy, 'security-alert': securityAlert, 'claim-delay': claimDelay } = read;
  return {
    ...(openerPolicy === undefined ? {} : { openerPolicy }),
    ...(securityAlert === undefined ? {} : { securityAlert }),
    ...(claimDelay === undefined ? {} : { claimDelay }),
  };
}

/** The options of a start, from those of the command line. */
function optionsOf(values: Flags): StandInOptions {
  const read = optionsSchema.parse(values);
  const { port, errors } = read;
  return {
    ...pageOptionsOf(read),
    ...(port === undefined ? {} : { port }),
    ...(errors === undefined ? {} : { errors }),
    ...(values.database === undefined ? {} : { database: values.database }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
    rateLimits: values['rate-limits'] ?? false,
    acceptJwt: values['accept-jwt'] ?? false,
    control: values.control ?? false,
    strictClientIdentifier: values['strict-client-identifier'] ?? false,
  };
}

function greeting(standIn: StandIn<string>, hasConsole: boolean): string {
  const people = Object.entries(standIn.people);
  const width = Math.max(...people.map(([, { email }]) => email.length));
  const rows = people.map(([key, { email, password, totp, totpSecret }]) => {
    const login = email === '' ? '(managed: no sign-in)' : email;
    const factor = totp === undefined ? '' : `  two-factor code ${totp()} now, secret ${totpSecret}`;
    return `  ${key.padEnd(8)} ${login.padEnd(width)}  ${password}${factor}`.trimEnd();
  });
  const someone = Object.values(standIn.people).find(({ password, totp }) => password !== '' && totp === undefined);
  const servers = standIn.servers.map(({ name, url, version: release }) => `  ${name.padEnd(8)} ${url}  ${release}`);
  return [
    'A stand-in for Plex, not affiliated with or endorsed by Plex. Everybody and everything in it is invented.',
    '',
    `  plex.tv  ${standIn.url}`,
    `  pages    ${standIn.endpoints.authApp} to sign in, ${standIn.url}/link to type in a code`,
    ...servers,
    ...(hasConsole ? [`  console  ${standIn.url}/console`] : []),
    '',
    ...rows,
    '',
    'Try it:',
    `  curl -s ${standIn.endpoints.account}/users/signin -H 'Accept: application/json' \\`,
    `    -H 'X-Plex-Client-Identifier: my-first-client' -d login=${someone?.email ?? ''} -d password=${someone?.password ?? ''}`,
    '',
    'For a program with hard-coded addresses:',
    `  TICKETSTUB_URL=${standIn.url} node --import @ticketstub/standin/redirect app.js`,
    '',
    '',
  ].join('\n');
}

async function stayUp(options: StandInOptions, terminal: Terminal): Promise<number> {
  const standIn = await startStandIn(options);
  terminal.print(greeting(standIn, options.control === true));
  if (!terminal.stop.aborted) await once(terminal.stop, 'abort');
  await standIn.close();
  return 0;
}

function complaint(error: unknown): string {
  if (error instanceof z.ZodError) {
    return error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`).join('\n');
  }
  return error instanceof Error ? error.message : 'The arguments cannot be read';
}

/** Runs `ticketstub-standin` until it is stopped; 2 for arguments it cannot use, 1 when it cannot start. */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  let options: StandInOptions;
  try {
    const values = readFlags(args);
    if (values.help === true || values.version === true) {
      terminal.print(values.help === true ? USAGE : `${version()}\n`);
      return 0;
    }
    options = optionsOf(values);
  } catch (error) {
    terminal.complain(`${complaint(error)}\n\nticketstub-standin --help lists the options.\n`);
    return 2;
  }
  try {
    return await stayUp(options, terminal);
  } catch (error) {
    if (!(error instanceof StandInError)) throw error;
    terminal.complain(`${error.message}\n`);
    return error.code === 'INVALID_OPTIONS' ? 2 : 1;
  }
}
