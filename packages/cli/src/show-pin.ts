import type { Pin, PlexAPI } from '@ticketstub/sdk';
import { openInBrowser } from './browser.js';
import { plain } from './output/human.js';
import type { Run } from './run.js';

/** Which PIN is shown, and how. */
export interface ShownPin {
  readonly plex: PlexAPI;
  readonly pin: Pin;
  readonly way: 'page' | 'code';
  /** Whether the page may be opened. */
  readonly browser: boolean;
}

/** Says where to sign in: even when it is to be quiet, for nothing goes on without. */
export async function showPin(run: Run, shown: ShownPin): Promise<void> {
  await (shown.way === 'code' ? showCode(run, shown) : showPage(run, shown));
}

async function showPage({ context, output }: Run, { plex, pin, browser }: ShownPin): Promise<void> {
  const url = plex.pins.authAppURL(pin);
  const isOpened = browser && context.stderr.isTTY === true && (await openInBrowser(url, context));
  output.ask(isOpened ? `Plex’s page is open in your browser. If it is not:\n${url}` : `Sign in here:\n${url}`);
}

async function showCode({ context: { stderr }, output }: Run, { plex, pin }: ShownPin): Promise<void> {
  const { qrOf, qrWidth } = await import('./output/qr.js');
  const { bold } = output.notePaint;
  const url = plex.pins.linkURL(pin);
  const page = new URL(url);
  const isWide = qrWidth(url) <= (stderr.columns ?? 80);
  if (output.isWatched && isWide) output.ask(qrOf(url, output.notePaint));
  output.ask(`Type ${bold(plain(pin.code))} at ${page.origin}${page.pathname.replace(/\/$/, '')}, or open\n${url}`);
}
