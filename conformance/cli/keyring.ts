import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { promisify } from 'node:util';
import { hasKeyring, INSTALL_KEYRING } from '../../tools/keyring.js';

const LOGIN = '/org/freedesktop/secrets/collection/login';

/** A bus on which nobody is started who was not there: with the system's configuration, a keyring would be. */
const BUS = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>ADDRESS</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A session of its own: a bus, and GNOME's keyring, which is unlocked, if there is to be one. */
export class KeyringSession implements AsyncDisposable {
  /** What a command of this session finds in its environment. */
  readonly env: { readonly XDG_RUNTIME_DIR: string; readonly DBUS_SESSION_BUS_ADDRESS: string };
  readonly #folder: string;
  readonly #own: Record<string, string>;
  readonly #daemons: ReturnType<typeof spawn>[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
    const runtime = join(folder, 'run');
    this.env = { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(runtime, 'bus')}` };
    const { PATH = '' } = process.env;
    this.#own = { PATH, HOME: folder, ...this.env };
  }

  static async open({ keyring = true } = {}): Promise<KeyringSession> {
    if (!hasKeyring()) throw new Error(`there is no keyring: ${INSTALL_KEYRING}`);
    const session = new KeyringSession(await mkdtemp(join(tmpdir(), 'ticketstub-keyring-')));
    await mkdir(session.env.XDG_RUNTIME_DIR, { mode: 0o700 });
    const config = join(session.#folder, 'bus.conf');
    await writeFile(config, BUS.replace('ADDRESS', session.env.DBUS_SESSION_BUS_ADDRESS));
    session.#start('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile']);
    await session.#until(() => session.#call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetId'));
    if (keyring) await session.#startKeyring();
    return session;
  }

  /** All that is kept under the service of the command: the names, and the secrets as they are shown. */
  async shown(): Promise<{ readonly names: string[]; readonly secrets: Buffer }> {
    const args = ['search', '--all', 'service', 'ticketstub'];
    const found = await promisify(execFile)('secret-tool', args, { env: this.#own, encoding: 'buffer' });
    const text = Buffer.concat([found.stderr, found.stdout]).toString();
    const names = [...text.matchAll(/^attribute\.username = (.+)$/gm)].map(([, name = '']) => name);
    return { names, secrets: found.stdout };
  }

  /** Locks the keyring, and nobody is there to unlock it. */
  async lock(): Promise<void> {
    const method = 'org.freedesktop.Secret.Service.Lock';
    await this.#call('org.freedesktop.secrets', '/org/freedesktop/secrets', method, `array:objpath:${LOGIN}`);
  }

  /** Has the keyring stand still, so that it takes calls and answers none, or go on. */
  hold(isHeld: boolean): void {
    this.#daemons.at(-1)?.kill(isHeld ? 'SIGSTOP' : 'SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const daemon of this.#daemons.toReversed()) {
      const closed = daemon.exitCode === null && daemon.signalCode === null ? once(daemon, 'close') : undefined;
      daemon.kill('SIGKILL');
      await closed;
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #startKeyring(): Promise<void> {
    const daemon = this.#start('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets']);
    daemon.stdin?.end('a lamp in the attic');
    const secrets = 'string:org.freedesktop.secrets';
    await this.#until(async () => {
      const owned = await this.#call('org.freedesktop.DBus', '/', 'org.freedesktop.DBus.NameHasOwner', secrets);
      if (!owned.includes('true')) throw new Error('there is no Secret Service yet');
    });
  }

  #start(program: string, args: readonly string[]): ReturnType<typeof spawn> {
    const daemon = spawn(program, args, { env: this.#own, stdio: ['pipe', 'ignore', 'ignore'] });
    daemon.stdin.on('error', () => undefined);
    this.#daemons.push(daemon);
    return daemon;
  }

  async #call(to: string, path: string, ...rest: readonly string[]): Promise<string> {
    const args = ['--session', '--print-reply', `--dest=${to}`, path, ...rest];
    return (await promisify(execFile)('dbus-send', args, { env: this.#own })).stdout;
  }

  async #until(work: () => Promise<unknown>): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await work();
        return;
      } catch (error) {
        if (tries === 200) throw error;
        await pass(50);
      }
    }
  }
}
