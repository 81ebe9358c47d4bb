import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub verify`. */
export const addVerify: AddCommand = (program, execute) => {
  program
    .command('verify')
    .description('see whether a JWT on stdin is Plex’s, without showing it to anybody')
    .option('--client-id <id>', 'the client identifier that it must be for (default: any)')
    .option('--keys <file>', 'Plex’s published keys as a file: then nothing is asked at all')
    .addHelpText('after', '\nExample:\n  $ ticketstub verify --client-id my-app < token.txt')
    .action((options: VerifyFlags) => execute((run) => verify(run, options)));
};

interface VerifyFlags {
  readonly clientId?: string;
  readonly keys?: string;
}

async function verify(run: Run, { clientId, keys }: VerifyFlags): Promise<void> {
  const [{ readToken }, { verifyOffline }, { ago, columns, duration, plain }] = await Promise.all([
    import('../stdin.js'),
    import('../verify-offline.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const token = await readToken(context, 'ticketstub verify --help');
  const verified = await verifyOffline(run, { token, clientID: clientId, keys });
  const { user, issuedAt, expiresAt, clientID } = verified;
  const iso = (time: number): string => new Date(time).toISOString();
  output.result({
    json: {
      valid: true,
      uuid: user.uuid ?? null,
      username: user.username ?? null,
      clientID,
      clientIDChecked: clientId !== undefined,
      issuedAt: iso(issuedAt),
      expiresAt: iso(expiresAt),
    },
    text: `${output.paint.green('✓')} Plex signed it, and it is in its time.\n${columns(
      [
        ['for', plain(user.username ?? user.uuid ?? `${user.id}`)],
        ['client id', `${plain(clientID)}${clientId === undefined ? ' (not checked: see --client-id)' : ''}`],
        ['issued', ago(context.now() - issuedAt)],
        ['ends in', duration(expiresAt - context.now())],
      ],
      '  ',
    )}`,
  });
}
