import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

const HELP = 'ticketstub dev --help';

/** `ticketstub dev`. */
export const addDev: AddCommand = (program, execute) => {
  program
    .command('dev')
    .description('start a local stand-in for Plex, with invented people and a console')
    .option('--port <n>', 'port of plex.tv; the media servers take those after it (default: any free ones)')
    .option('--database <file>', 'SQLite file to keep everything in (default: in memory)')
    .option('--seed <file>', 'JSON file with the people and servers to begin with (default: a built-in cast)')
    .addHelpText('after', '\nExample:\n  $ ticketstub dev --port 4000 --database plex.sqlite')
    .action((options: DevFlags) => execute((run) => dev(run, options)));
};

interface DevFlags {
  readonly port?: string;
  readonly database?: string;
  readonly seed?: string;
}

async function dev(run: Run, flags: DevFlags): Promise<void> {
  const { context, output } = run;
  const [{ StandInError, startStandIn }, { usage, Failure }, { greeting }] = await Promise.all([
    import('@ticketstub/standin'),
    import('../failure.js'),
    import('../output/greeting.js'),
  ]);
  const port = flags.port ?? '0';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw usage('--port takes a number of at most 65535', HELP);
  const { database, seed } = flags;
  try {
    await using standIn = await startStandIn({
      port: Number(port),
      control: true,
      rateLimits: true,
      ...(database && { database }),
      ...(seed && { seed }),
    });
    output.result(greeting(standIn, output.paint));
    await aborted(context.signal);
  } catch (error) {
    if (!(error instanceof StandInError)) throw error;
    const { code, message } = error;
    if (code === 'INVALID_OPTIONS' || code === 'INVALID_SEED') throw usage(message, HELP);
    const other = code === 'LISTEN_FAILED' ? '--port' : '--database';
    throw new Failure({ code, message, next: `ticketstub dev with another ${other}`, cause: error });
  }
}

/** Ctrl-C is how it ends: that is no failure. */
function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
