import type { PlexDevice } from '@ticketstub/sdk';
import type { Command } from 'commander';
import type { Run } from '../run.js';
import type { AddCommand } from './command.js';

/** `ticketstub devices`. */
export const addDevices: AddCommand = (program, execute) => {
  const devices: Command = program
    .command('devices')
    .description('what is signed in to your account')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ ticketstub devices list');
  devices
    .command('list')
    .description('list what is signed in to your account')
    .addHelpText('after', '\nExample:\n  $ ticketstub devices list --json')
    .action(() => execute(list));
  devices
    .command('remove [id]')
    .description('sign a device out: its tokens end, and that cannot be undone')
    .option('-y, --yes', 'ask nothing')
    .addHelpText(
      'after',
      `
In a terminal, a device may be chosen from a list, and it is asked whether it is
the right one. Without a terminal, it takes the number and --yes.

Examples:
  $ ticketstub devices remove
  $ ticketstub devices remove 12345 --yes`,
    )
    .action((id: string | undefined, { yes = false }: { readonly yes?: boolean }) =>
      execute((run) => remove(run, id, yes)),
    );
};

async function list(run: Run): Promise<void> {
  const [{ openSession }, { ago, columns, plain }] = await Promise.all([
    import('../session.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  const { plex } = await openSession(run);
  const devices = await plex.devices.list({ signal: context.signal });
  const { bold, dim } = output.paint;
  const rows = devices.map((device) => [
    `${device.id}`,
    bold(plain(nameOf(device))),
    plain([device.product, device.platform].filter(Boolean).join(', ')),
    device.lastSeenAt ? dim(ago(context.now() - device.lastSeenAt * 1000)) : '',
    device.token === undefined ? '' : 'this device',
  ]);
  output.result({
    json: {
      devices: devices.map(({ id, clientIdentifier, name, product, platform, provides, lastSeenAt, token }) => ({
        id,
        clientIdentifier: clientIdentifier ?? null,
        name: name ?? null,
        product: product ?? null,
        platform: platform ?? null,
        provides,
        current: token !== undefined,
        lastSeenAt: lastSeenAt ? new Date(lastSeenAt * 1000).toISOString() : null,
      })),
    },
    text: rows.length === 0 ? 'Nothing is signed in.' : columns(rows),
  });
}

async function remove(run: Run, wanted: string | undefined, isSure: boolean): Promise<void> {
  const [{ openSession }, { canAsk, confirm }, { usage }, { plain }] = await Promise.all([
    import('../session.js'),
    import('../prompts.js'),
    import('../failure.js'),
    import('../output/human.js'),
  ]);
  const { context, output } = run;
  if (!canAsk(context) && (wanted === undefined || !isSure))
    throw usage('without a terminal it takes a number and --yes', 'ticketstub devices list');
  const { plex } = await openSession(run);
  const device = await pick(run, await plex.devices.list({ signal: context.signal }), wanted);
  const name = nameOf(device);
  if (!isSure && !(await confirm(context, `Sign out ${plain(name)}? Its tokens end, and that cannot be undone.`))) {
    output.result({ json: { removed: null, name }, text: 'Nothing was signed out.' });
    return;
  }
  await plex.devices.remove(device, {}, { signal: context.signal });
  output.result({ json: { removed: device.id, name }, text: `Signed out: ${plain(name)}.` });
}

/** The device that is meant, or chosen from a list. */
async function pick(run: Run, devices: readonly PlexDevice[], wanted: string | undefined): Promise<PlexDevice> {
  const [{ choose }, { Failure }, { plain }] = await Promise.all([
    import('../prompts.js'),
    import('../failure.js'),
    import('../output/human.js'),
  ]);
  const others = devices.filter(({ token, provides }) => token === undefined && !provides.includes('server'));
  const choices = others.map((device) => ({
    value: `${device.id}`,
    words: plain([nameOf(device), device.product, device.platform].filter(Boolean).join(', ')),
  }));
  const id = wanted ?? (others.length === 0 ? '' : await choose(run.context, 'Which device?', choices));
  const device = devices.find((one) => `${one.id}` === id || one.clientIdentifier === id);
  if (!device) {
    const message =
      id === '' ? 'no other device is signed in' : `no device has the number or client identifier ${plain(id)}`;
    throw new Failure({ code: 'DEVICE_NOT_FOUND', message, next: 'ticketstub devices list' });
  }
  if (device.token === undefined) return device;
  throw new Failure({
    code: 'OWN_DEVICE',
    message: 'that is this device: removing it ends your own sign-in',
    next: 'ticketstub logout',
  });
}

function nameOf({ name, product, clientIdentifier, id }: PlexDevice): string {
  return name || product || clientIdentifier || `${id}`;
}
