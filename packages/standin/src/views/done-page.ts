import { layout } from './layout.js';
import { type Markup, html } from './markup.js';

/** What came of a sign-in, and who had asked. */
export interface DonePage {
  readonly outcome: 'allowed' | 'refused' | 'impossible' | 'gone' | 'used';
  readonly app: string;
  /** Where to go on; undefined when people stay. */
  readonly onward: string | undefined;
}

const WORDS: Readonly<Record<DonePage['outcome'], (app: string) => readonly [title: string, text: string]>> = {
  allowed: (app) => ['You are signed in', `${app} has its token.`],
  refused: (app) => ['You refused', `${app} was given nothing.`],
  impossible: (app) => [
    'This cannot be allowed',
    `${app} signs in with a key of its own now, or its key belongs to somebody else.`,
  ],
  gone: () => ['This code has expired', 'Nobody was signed in. Go back to the app and begin again.'],
  used: () => ['This code was used already', 'Somebody has signed in with it. Go back to the app and begin again.'],
};

function wayOn({ outcome, onward }: DonePage): Markup | string {
  if (onward === undefined) return 'You can close this page.';
  const { protocol, host } = new URL(onward);
  const target = host === '' || !protocol.startsWith('http') ? 'the app' : host;
  return html`<a class="button${outcome === 'allowed' ? ' main' : ''}" href="${onward}">Go on to ${target}</a>`;
}

/** The page on which a sign-in ends; after a yes it leads on by itself. */
export function donePage(page: DonePage): Markup {
  const [title, text] = WORDS[page.outcome](page.app);
  const main = html`<section class="ticket">
    <h1>${title}</h1>
    <p>${text}</p>
    <div class="stub">
      <p>${wayOn(page)}</p>
      <div class="bars" aria-hidden="true"></div>
    </div>
  </section>`;
  return layout({ title, main, onward: page.outcome === 'allowed' ? page.onward : undefined });
}
