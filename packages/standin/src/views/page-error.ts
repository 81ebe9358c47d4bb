import { layout } from './layout.js';
import { type Markup, html } from './markup.js';

/** What pages say of a status; `attempt` is for addresses that lead to a sign-in nobody began here. */
const WORDS: Readonly<Record<number, readonly [title: string, advice: string]>> = {
  400: [
    'This address is incomplete',
    'Something is missing in it, or in the form. Go back to the app and begin again.',
  ],
  403: [
    'This form came from elsewhere',
    'It was not sent from a page of this stand-in, or that page is too old. Nothing was done. Open the page again and send it from there.',
  ],
  404: [
    'There is no such sign-in',
    'It was begun in another browser, or too long ago. Go back to the app and begin again.',
  ],
  413: ['This form is too long', 'Nothing was done.'],
  429: ['Too many attempts', 'Wait a few seconds, then try again.'],
};

/** The page a request is refused with. */
export function errorPage(status: number): Markup {
  const [title, advice] = WORDS[status] ?? ['Something went wrong', 'Try again.'];
  const main = html`<section class="ticket">
    <h1>${title}</h1>
    <p>${advice}</p>
    <div class="stub">
      <p class="soft small">Status ${status}</p>
      <p><a href="/link">Type in a code</a></p>
    </div>
  </section>`;
  return layout({ title, main });
}
