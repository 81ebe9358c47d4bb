import { layout } from './layout.js';
import { type Markup, html } from './markup.js';

/** Sends what no server gets to see, the fragment of the address, as a form: so it is in no address and no log. */
export const AUTH_SCRIPT = `'use strict';
const form = document.querySelector('form');
form.elements.namedItem('fragment').value = location.hash;
form.submit();
`;

/** The page that programs send people to; its script leads on to the sign-in at once. */
export function authPage(): Markup {
  const main = html`<section class="ticket">
    <h1>One moment</h1>
    <p>What this address says behind its # is being read.</p>
    <noscript>
      <p class="notice">
        Your browser runs no scripts, and only a script can read it. An app that shows four characters lets you in
        without one: <a href="/link">type them in</a>.
      </p>
    </noscript>
    <form method="post" action="/auth" hidden><input type="hidden" name="fragment" /></form>
  </section>`;
  return layout({ title: 'Sign in', main, script: 'auth.js' });
}
